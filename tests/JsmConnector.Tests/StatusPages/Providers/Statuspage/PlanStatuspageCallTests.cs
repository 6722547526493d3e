using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Statuspage;
using static JsmConnector.Tests.StatusPages.Providers.Statuspage.MirrorTasks;

namespace JsmConnector.Tests.StatusPages.Providers.Statuspage;

public sealed class PlanStatuspageCallTests
{
    private static readonly PublicUpdate First = Said(Stage.Investigating);
    private static readonly PublicUpdate Second = Said(Stage.Identified);
    private static readonly PublicUpdate Third = Said(Stage.Resolved);
    private static readonly KnownMirror Nothing = new(null, null, false, false);

    [Fact]
    public void A_page_that_may_hold_the_incident_is_searched_before_one_is_made()
    {
        var search = Assert.IsType<StatuspageStep.Find>(PlanStatuspageCall.Next(Of(First), Nothing));
        Assert.False(search.EndedToo);

        var create = Assert.IsType<StatuspageStep.Create>(PlanStatuspageCall.Next(Of(First), Nothing with { Looked = true }));
        Assert.Equal(First, create.Update);
    }

    [Fact]
    public void Ended_incidents_are_searched_too_when_ours_may_have_ended_meanwhile()
    {
        Assert.True(Assert.IsType<StatuspageStep.Find>(PlanStatuspageCall.Next(Of(First).For(First, attempt: 2), Nothing)).EndedToo);
        Assert.True(Assert.IsType<StatuspageStep.Find>(PlanStatuspageCall.Next(Of(First), Nothing with { MayHaveCalled = true })).EndedToo);
        Assert.True(Assert.IsType<StatuspageStep.Find>(PlanStatuspageCall.Next(Of(First, Second), Nothing)).EndedToo);
    }

    [Fact]
    public void A_known_mirror_is_changed_without_a_look()
    {
        var patch = Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(Of(First, Second), new KnownMirror("r1", First.Id, false, false)));

        Assert.Equal(("r1", Second), (patch.RemoteId, patch.Update));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void After_a_call_with_an_unknown_end_the_incident_is_read_first(int attempt, bool mayHaveCalled)
    {
        var task = Of(First, Second).For(Second, attempt);
        var known = new KnownMirror("r1", First.Id, mayHaveCalled, false);

        Assert.Equal(new StatuspageStep.Read("r1"), PlanStatuspageCall.Next(task, known));
        Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(task, known with { Looked = true }));
        Assert.Equal(Done(new DeliveryOutcome.Delivered("r1")), PlanStatuspageCall.Next(task, known with { Looked = true, Applied = Second.Id }));
    }

    [Fact]
    public void Updates_that_queued_up_are_passed_over_by_the_newest()
    {
        var task = Of(First, Second, Third);

        var patch = Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(task.For(Second), new KnownMirror("r1", First.Id, false, false)));

        Assert.Equal(Third, patch.Update);
        var known = new KnownMirror("r1", Third.Id, false, false);
        Assert.IsType<DeliveryOutcome.Suppressed>(Assert.IsType<StatuspageStep.Done>(PlanStatuspageCall.Next(task.For(Second), known)).Outcome);
        Assert.Equal(Done(new DeliveryOutcome.Delivered("r1")), PlanStatuspageCall.Next(task.For(Third), known));
    }

    [Fact]
    public void An_update_that_stands_there_is_not_said_again_when_a_newer_one_waits()
    {
        var step = PlanStatuspageCall.Next(Of(First, Second, Third).For(Second), new KnownMirror("r1", Second.Id, false, false));

        Assert.Equal(Done(new DeliveryOutcome.Delivered("r1")), step);
    }

    [Fact]
    public void A_marker_that_nobody_knows_counts_as_nothing_said()
    {
        Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(Of(First), new KnownMirror("r1", new UpdateId(Guid.NewGuid()), false, true)));
    }

    [Fact]
    public void A_withdrawn_incident_that_the_page_never_had_is_not_made()
    {
        var task = Of(First, Said(Stage.Withdrawn));

        Assert.IsType<StatuspageStep.Find>(PlanStatuspageCall.Next(task, Nothing));
        var done = Assert.IsType<StatuspageStep.Done>(PlanStatuspageCall.Next(task, Nothing with { Looked = true }));
        Assert.IsType<DeliveryOutcome.Suppressed>(done.Outcome);
        Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(task, new KnownMirror("r1", First.Id, false, false)));
    }

    [Fact]
    public void Nothing_more_is_said_of_an_incident_that_was_made_internal()
    {
        var hidden = Of(First, Second).With(incident => incident with { Stage = Stage.Withdrawn });

        var done = Assert.IsType<StatuspageStep.Done>(PlanStatuspageCall.Next(hidden, new KnownMirror("r1", First.Id, false, false)));
        Assert.IsType<DeliveryOutcome.Suppressed>(done.Outcome);
    }

    [Fact]
    public void An_incident_that_ended_and_was_then_made_internal_still_ends_on_the_page()
    {
        var hidden = Of(First, Third).With(incident => incident with { Stage = Stage.Withdrawn });

        Assert.IsType<StatuspageStep.Patch>(PlanStatuspageCall.Next(hidden, new KnownMirror("r1", First.Id, false, false)));
    }

    [Fact]
    public void Without_a_public_word_nothing_is_sent() =>
        Assert.IsType<DeliveryOutcome.Suppressed>(Assert.IsType<StatuspageStep.Done>(PlanStatuspageCall.Next(Of(), Nothing)).Outcome);

    private static StatuspageStep.Done Done(DeliveryOutcome outcome) => new(outcome);
}
