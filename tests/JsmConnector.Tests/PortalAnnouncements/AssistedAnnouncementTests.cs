using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalAnnouncements.Assisted;

namespace JsmConnector.Tests.PortalAnnouncements;

public sealed class AssistedAnnouncementTests
{
    private const string App = "https://incidents.example.com/";
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.NewGuid());
    private static readonly IncidentId Id = new(Guid.NewGuid());

    [Fact]
    public void A_new_announcement_is_to_be_posted_with_everything_a_reader_needs()
    {
        var announcement = AssistedAnnouncement.Of(Wanted("We look."), null, App)!;

        Assert.Equal(PostingState.ToPost, announcement.State);
        Assert.Equal("Problem with Email\n\nWe look.\n\nNext update by 26 Nov 2026, 12:30 UTC.\n\nLive status: https://incidents.example.com/status/acme", announcement.Text);
    }

    [Fact]
    public void What_stands_there_word_for_word_needs_nobody()
    {
        var text = AssistedAnnouncement.Of(Wanted("We look."), null, App)!.Text;

        Assert.False(AssistedAnnouncement.Of(Wanted("We look."), Posting(text), App)!.NeedsAPerson);
        Assert.Equal(PostingState.ToRenew, AssistedAnnouncement.Of(Wanted("We know."), Posting(text), App)!.State);
    }

    [Fact]
    public void The_end_asks_for_removal_as_long_as_something_stands_there()
    {
        Assert.Equal(PostingState.ToRemove, AssistedAnnouncement.Of(Wanted("Over.", Noon), Posting("old"), App)!.State);
        Assert.Equal(PostingState.ToRemove, AssistedAnnouncement.Of(null, Posting("old"), App)!.State);
        Assert.Null(AssistedAnnouncement.Of(Wanted("Over.", Noon), null, App));
        Assert.Null(AssistedAnnouncement.Of(null, Posting("old", Noon), App));
    }

    [Fact]
    public void One_that_was_taken_out_too_early_is_to_be_posted_again() =>
        Assert.Equal(PostingState.ToPost, AssistedAnnouncement.Of(Wanted("We look."), Posting("old", Noon), App)!.State);

    private static PortalAnnouncement Wanted(string words, DateTimeOffset? endedAt = null) => new()
    {
        InstallationId = Site,
        IncidentId = Id,
        PublicId = "abc",
        Title = "Problem with Email",
        Stage = Stage.Investigating,
        Severity = new Severity(1),
        Words = words,
        NextUpdateAt = endedAt is null ? Noon.AddMinutes(30) : null,
        StartedAt = Noon,
        PublishedAt = Noon,
        StatusPagePath = "/status/acme",
        EndedAt = endedAt,
    };

    private static ManualPosting Posting(string text, DateTimeOffset? removedAt = null) =>
        new() { InstallationId = Site, IncidentId = Id, Title = "Problem with Email", Text = text, PostedAt = Noon, RemovedAt = removedAt };
}
