using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Tests.Incidents;

/// <summary>Whatever order, repetition and delay Jira chooses, the same events end in the same incident. The whole app does the same in the integration tests.</summary>
public sealed class ShuffledWebhooksTests
{
    private static readonly IReadOnlyList<(IssueSnapshot Issue, bool Deleted)> Story =
    [
        (Tickets.Incident(0), false),
        (Tickets.Incident(2) with { AffectedServices = ["Email", "VPN"] }, false),
        (Tickets.Incident(4).InProgress() with { PriorityName = "High" }, false),
        (Tickets.Incident(6).Closed(), false),
        (Tickets.Incident(8).InProgress(), false),
        (Tickets.Incident(10).Monitoring() with { PriorityName = "Medium" }, false),
        (Tickets.Incident(12).Closed(), false),
    ];

    [Fact]
    public void Any_order_and_repetition_ends_in_the_same_incident()
    {
        var orders = Gen.Shuffle(Story.Concat(Story).ToArray());
        var expected = Play(Story);

        Prop.ForAll(Arb.From(orders), order => Same(expected, Play(order))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_deletion_anywhere_in_the_order_ends_withdrawn()
    {
        var orders = Gen.Shuffle(Story.Append((Tickets.Incident(12).Closed(), true)).ToArray());

        Prop.ForAll(Arb.From(orders), order => Play(order) is { Stage: Stage.Withdrawn, Deleted: true }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_ticket_that_was_hidden_comes_back_with_its_next_edit()
    {
        var hidden = Play([(Tickets.Incident(2), false), (Tickets.Incident(6), true), (Tickets.Incident(4).InProgress(), false)]);
        var shown = Play([(Tickets.Incident(2), false), (Tickets.Incident(6), true), (Tickets.Incident(8).InProgress(), false)]);

        Assert.Equal((true, Stage.Withdrawn), (hidden.Deleted, hidden.Stage));
        Assert.Equal((false, Stage.Identified, true), (shown.Deleted, shown.Stage, shown.Published));
    }

    private static IncidentState Play(IEnumerable<(IssueSnapshot Issue, bool Deleted)> order) =>
        order.Aggregate((IncidentState?)null, (held, next) =>
            ((Decision.Hold)DecideIncident.Decide(held, next.Issue, next.Deleted, SiteCatalog.Empty, Tickets.Noon.AddMinutes(20))).After)!;

    private static bool Same(IncidentState left, IncidentState right) =>
        left with { Components = [] } == right with { Components = [] } && left.Components.SequenceEqual(right.Components);
}
