using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Review;

namespace JsmConnector.Tests.Postmortems;

public sealed class ReviewTests
{
    private static readonly ReviewSituation Draft = new(PostmortemState.Draft, [], "author", true, false, null, 1, false);

    [Fact]
    public void The_way_leads_from_draft_to_closed_and_skips_nothing()
    {
        var moves = new[] { ReviewMove.Submit, ReviewMove.Approve, ReviewMove.Publish, ReviewMove.Close };
        var situation = Draft with { Waiver = "Nobody noticed." };
        var states = new List<PostmortemState>();
        foreach (var move in moves)
        {
            Assert.All(moves.Where(other => other != move), other => Assert.IsType<ReviewDecision.Refused>(DecideReview.Of(situation, other, "reader")));
            situation = situation with { State = Assert.IsType<ReviewDecision.Allowed>(DecideReview.Of(situation, move, "reader")).State };
            states.Add(situation.State);
        }

        Assert.Equal([PostmortemState.InReview, PostmortemState.Approved, PostmortemState.Published, PostmortemState.Closed], states);
    }

    [Fact]
    public void Every_offered_move_is_possible_and_no_other()
    {
        foreach (var state in Enum.GetValues<PostmortemState>())
        {
            var situation = Draft with { State = state, Waiver = "Nobody noticed." };
            var possible = Enum.GetValues<ReviewMove>().Where(move => DecideReview.Of(situation, move, "reader") is ReviewDecision.Allowed);

            Assert.Equal(DecideReview.From(state).Order(), possible.Order());
        }
    }

    [Fact]
    public void Whoever_wrote_a_text_does_not_approve_it_unless_the_site_allows_it()
    {
        var review = Draft with { State = PostmortemState.InReview };

        Assert.Equal("You wrote this version.", Assert.IsType<ReviewDecision.Refused>(DecideReview.Of(review, ReviewMove.Approve, "author")).Reason);
        Assert.IsType<ReviewDecision.Allowed>(DecideReview.Of(review with { AuthorMayApprove = true }, ReviewMove.Approve, "author"));
        Assert.IsType<ReviewDecision.Refused>(DecideReview.Of(review, ReviewMove.Approve, null));
    }

    [Fact]
    public void As_many_people_approve_as_the_site_wants_each_once()
    {
        var review = Draft with { State = PostmortemState.InReview, ApprovalsNeeded = 2 };

        Assert.Equal(new ReviewDecision.Allowed(PostmortemState.InReview, true), DecideReview.Of(review, ReviewMove.Approve, "one"));
        Assert.IsType<ReviewDecision.Refused>(DecideReview.Of(review with { ApprovedBy = ["one"] }, ReviewMove.Approve, "one"));
        Assert.Equal(new ReviewDecision.Allowed(PostmortemState.Approved, true), DecideReview.Of(review with { ApprovedBy = ["one"] }, ReviewMove.Approve, "two"));
    }

    [Fact]
    public void It_closes_when_the_words_outside_are_out_or_waived()
    {
        var published = Draft with { State = PostmortemState.Published };

        Assert.Equal("The account for customers is not out.", Assert.IsType<ReviewDecision.Refused>(DecideReview.Of(published, ReviewMove.Close, "x")).Reason);
        Assert.IsType<ReviewDecision.Allowed>(DecideReview.Of(published with { ExternalWordsAreOut = true }, ReviewMove.Close, "x"));
        Assert.IsType<ReviewDecision.Allowed>(DecideReview.Of(published with { Waiver = "Nobody noticed." }, ReviewMove.Close, "x"));
        Assert.IsType<ReviewDecision.Allowed>(DecideReview.Of(published with { NeedsExternalWords = false }, ReviewMove.Close, "x"));
    }

    [Theory]
    [InlineData("2026-11-26T12:00Z", 1, "2026-11-29T23:00Z")]
    [InlineData("2026-11-26T12:00Z", 2, "2026-12-03T23:00Z")]
    [InlineData("2026-11-26T23:30Z", 1, "2026-11-30T23:00Z")]
    [InlineData("2026-12-23T12:00Z", 2, "2027-01-05T23:00Z")]
    public void A_review_is_due_after_three_days_or_five_working_days_where_the_site_is(string resolved, int severity, string due)
    {
        var settings = new ReviewSettings { TimeZone = "Europe/Berlin", Holidays = [new(2026, 12, 24), new(2026, 12, 25), new(2026, 12, 31), new(2027, 1, 1)] };

        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), ReviewDue.Of(DateTimeOffset.Parse(resolved, System.Globalization.CultureInfo.InvariantCulture), severity, settings));
    }

    [Fact]
    public void Mistakes_in_the_settings_are_named_each_with_its_field()
    {
        var mistakes = PostmortemRules.Mistakes(new PostmortemSettings
        {
            Review = new ReviewSettings { Approvals = 0, DaysForSeverity1 = 0, WorkingDays = ["someday"], TimeZone = "Mars/Olympus" },
        }).Select(mistake => mistake.Field);

        Assert.Equal(["postmortems.review.approvals", "postmortems.review.daysForSeverity1", "postmortems.review.workingDays", "postmortems.review.timeZone"], mistakes);
    }

    [Fact]
    public void The_meeting_is_an_event_that_calendars_read()
    {
        var calendar = ReviewMeeting.Of("postmortem-1@jsmconnector", "OPS-7", "https://acme.atlassian.net/" + new string('x', 100), new(2026, 11, 30, 10, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1), new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));

        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20261130T100000Z\r\nDTEND:20261130T110000Z\r\n", calendar, StringComparison.Ordinal);
        Assert.All(calendar.Split("\r\n"), line => Assert.InRange(line.Length, 0, 75));
    }
}
