using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

public sealed class GatherFactsTests
{
    [Fact]
    public void The_moments_of_a_plain_incident_are_read_from_the_changelog()
    {
        var facts = GatherFacts.From(Record(null, Change(4, Item("assignee", null, "u1", null, "Ada Lovelace")), Status(10, "1", "3"), Status(40, "3", "4"), Status(60, "4", "5")));

        Assert.Equal(new Moments(Noon, At(4), At(10), At(40), At(60), At(60)), facts.Moments);
        Assert.Equal(TimeSpan.FromMinutes(4), facts.Moments.ToAcknowledge);
        Assert.Equal(0, facts.Reopenings);
        Assert.Equal(0, facts.HandOffs);
        Assert.Empty(facts.Gaps);
    }

    [Fact]
    public void A_reopened_incident_keeps_its_first_end_and_counts_the_reopening()
    {
        var facts = GatherFacts.From(Record(Incident(resolvedAt: 80), Status(10, "1", "3"), Status(30, "3", "5"), Status(50, "5", "3"), Status(80, "3", "5")));

        Assert.Equal(1, facts.Reopenings);
        Assert.Equal(At(30), facts.Moments.FirstResolvedAt);
        Assert.Equal(At(80), facts.Moments.ResolvedAt);
        Assert.Equal(TimeSpan.FromMinutes(60), Assert.Single(facts.SeverityTimes).Length);
        Assert.Equal(TimeSpan.FromMinutes(60), Assert.Single(facts.Components).Length);
    }

    [Fact]
    public void What_was_never_recorded_is_null_and_not_zero()
    {
        var facts = GatherFacts.From(Record(null, Status(60, "1", "5")) with { Incident = Incident() });

        Assert.Null(facts.Moments.IdentifiedAt);
        Assert.Null(facts.Moments.MitigatedAt);
        Assert.Null(facts.Moments.ToMitigate);
        Assert.Null(facts.Voice.FirstWordAt);
        Assert.Null(facts.Voice.ToFirstWord);
        Assert.Null(facts.Voice.LongestSilence);
    }

    [Fact]
    public void Without_Jira_the_facts_rest_on_what_was_heard_and_said_and_the_gap_is_named()
    {
        var facts = GatherFacts.From(Record() with
        {
            History = new TicketHistory.Missing("Jira could not be reached"),
            Updates = [Said(2, Stage.Investigating), Said(20, Stage.Identified), Said(61, Stage.Resolved)],
            Entries = [Entry("changelog/1/0", 6, "assignee", "assignee: none → Ada Lovelace", "Grace Hopper"), Entry("comment/9", 8, "comment", "Looks like the disk")],
        });

        Assert.Contains("Jira could not be reached", Assert.Single(facts.Gaps), StringComparison.Ordinal);
        Assert.Equal(At(6), facts.Moments.AcknowledgedAt);
        Assert.Equal(At(20), facts.Moments.IdentifiedAt);
        Assert.Null(facts.HandOffs);
        Assert.Contains(facts.Timeline, row => row.Text == "Looks like the disk");
        Assert.Equal("Grace Hopper", Assert.Single(facts.Responders).Name);
    }

    [Fact]
    public void An_event_known_twice_is_one_row_and_noise_is_none()
    {
        var facts = GatherFacts.From(Record(null, Status(10, "1", "3"), Change(11, Item("rank", "1", "2"), Item("priority", "2", "1", "High", "Highest"))) with
        {
            Entries =
            [
                Entry("changelog/10100/0", 10, "status", "status: Open → Work in progress"), Entry("changelog/10110/1", 11, "priority", "priority: High → Highest"),
                Entry("changelog/77/0", 12, "link", "Link: none → blocks OPS-9"), Entry("comment/3", 13, "comment", "deleted since"),
            ],
        });

        Assert.Equal(
            ["issue/created", "changelog/10100/0", "changelog/10110/1", "changelog/77/0"],
            facts.Timeline.Select(row => row.Key));
        Assert.Equal("https://acme.atlassian.net/browse/OPS-7", facts.Timeline[0].EvidenceUrl);
    }

    [Fact]
    public void Comments_are_internal_unless_Jira_says_otherwise()
    {
        var history = History([], Comment("1", 5, "inside"), Comment("2", 6, "outside", true), Comment("3", 7, "hidden", false), Comment("4", 8, "from a customer", true, "customer", "Carl Customer"));
        var facts = GatherFacts.From(Record() with { History = history });

        Assert.Equal(
            [Visibility.Internal, Visibility.Public, Visibility.Internal, Visibility.Public],
            facts.Timeline.Where(row => row.Kind == "comment").Select(row => row.Visibility));
        Assert.Equal("https://acme.atlassian.net/browse/OPS-7?focusedCommentId=2", facts.Timeline.Single(row => row.Key == "comment/2").EvidenceUrl);
        Assert.Equal(["Grace Hopper"], facts.Responders.Select(person => person.Name));
    }

    [Fact]
    public void Promises_are_kept_by_the_next_word_in_time_and_the_longest_silence_is_between_words()
    {
        var facts = GatherFacts.From(Record() with
        {
            Updates = [Said(5, Stage.Investigating, next: 25), Said(20, Stage.Identified, next: 40), Said(47, Stage.Monitoring, next: 77), Said(60, Stage.Resolved)],
        });

        Assert.Equal(new PublicVoice(At(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(27), 3, 2), facts.Voice);
    }

    [Fact]
    public void A_promise_whose_time_has_not_come_is_not_counted()
    {
        var open = SpeakingInPublic.Of([Said(5, Stage.Investigating, next: 25)], Noon, At(10), At(10));

        Assert.Equal((0, 0), (open.PromisesMade, open.PromisesKept));
    }

    [Fact]
    public void Time_is_counted_in_each_severity_and_for_each_component()
    {
        var incident = Incident();
        incident.Components.Add(Component("Wiki", false));
        incident.Components.Add(Component("Chat", false));
        var facts = GatherFacts.From(Record(
            incident,
            Change(20, Item("priority", "2", "1", "High", "Highest")), Change(30, Item("components", null, "7", null, "wiki")), Change(50, Item("components", "7", null, "Wiki")),
            Status(60, "1", "5")));

        Assert.Equal([new SeverityTime(1, TimeSpan.FromMinutes(40)), new SeverityTime(2, TimeSpan.FromMinutes(20))], facts.SeverityTimes);
        Assert.Equal(new ComponentImpact("Chat", null, null), facts.Components[0]);
        Assert.Equal(new ComponentImpact("Email", ComponentStatus.MajorOutage, TimeSpan.FromMinutes(60)), facts.Components[1]);
        Assert.Equal(new ComponentImpact("Wiki", ComponentStatus.MajorOutage, TimeSpan.FromMinutes(20)), facts.Components[2]);
    }

    [Fact]
    public void Hand_offs_are_changes_from_one_person_to_another()
    {
        var facts = GatherFacts.From(Record(
            null, Change(1, Item("assignee", null, "a", null, "Ada")), Change(2, Item("assignee", "a", "b", "Ada", "Bob")), Change(3, Item("assignee", "b", null, "Bob"))));

        Assert.Equal(1, facts.HandOffs);
        Assert.Equal(["Ada", "Ada Lovelace", "Bob"], facts.Responders.Select(person => person.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_comes_with_the_creation_is_nobodys_acknowledgement()
    {
        var facts = GatherFacts.From(Record(null, Change(0.01, Item("assignee", null, "a", null, "Ada")), Status(9, "1", "3")));

        Assert.Equal(At(9), facts.Moments.AcknowledgedAt);
    }

    [Fact]
    public void Deliveries_are_counted_by_destination_and_our_own_housekeeping_is_left_out()
    {
        var facts = GatherFacts.From(Record() with
        {
            Deliveries =
            [
                Sent(1, "statuspage", "sp", DeliveryState.Delivered), Sent(2, "statuspage", "sp", DeliveryState.Failed, "The key was refused."),
                Sent(3, "postmortem", "postmortem", DeliveryState.Delivered),
            ],
        });

        Assert.Equal(new Sent("statuspage", "sp", 1, 1, 0, 0, "The key was refused."), Assert.Single(facts.Sent));
        Assert.DoesNotContain(facts.Timeline, row => row.Text.Contains("postmortem", StringComparison.Ordinal));
    }
}
