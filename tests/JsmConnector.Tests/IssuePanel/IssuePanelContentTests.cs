using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IssuePanel;
using JsmConnector.Tests.Platform.Html;

namespace JsmConnector.Tests.IssuePanel;

public sealed class IssuePanelContentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 8, 0, TimeSpan.Zero);

    private static readonly IssuePanelModel.Public Trouble = new()
    {
        Now = Now,
        Title = "Problem with Email",
        Stage = Stage.Identified,
        Severity = Severity.Critical,
        StartedAt = Now.AddMinutes(-47),
        NextUpdateAt = Now.AddMinutes(22),
        IsPublished = true,
        EndedBecause = null,
        Components = [new PanelComponent("Email", ComponentStatus.MajorOutage)],
        Updates = [new("b", Stage.Identified, "We know.", Now.AddMinutes(-2), false), new("a", Stage.Investigating, "We look.", Now.AddMinutes(-40), false)],
        Deliveries = [new PanelDelivery("Status page", DeliveryState.Delivered, 1, null, Now, Now)],
        Postmortem = null,
        StatusPageUrl = "https://app.example/status/acme",
    };

    [Fact]
    public async Task An_agent_sees_what_the_world_sees_and_where_it_was_told()
    {
        var html = await RenderAsync(Trouble);

        Assert.Contains("Problem with Email", html, StringComparison.Ordinal);
        Assert.Contains("Major outage", html, StringComparison.Ordinal);
        Assert.Contains("We know.", html, StringComparison.Ordinal);
        Assert.Contains("All updates (2)", html, StringComparison.Ordinal);
        Assert.Contains("(in 22 min)", html, StringComparison.Ordinal);
        Assert.Contains("Told", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_another_incident_holds_is_named_as_such()
    {
        const string Note = "Another incident or planned work holds it in this state.";

        Assert.Contains(Note, await RenderAsync(Trouble with { Components = [new PanelComponent("Email", ComponentStatus.MajorOutage, IsHeldElsewhere: true)] }), StringComparison.Ordinal);
        Assert.DoesNotContain(Note, await RenderAsync(Trouble), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Stage.Investigating)]
    [InlineData(Stage.Identified)]
    [InlineData(Stage.Monitoring)]
    [InlineData(Stage.Resolved)]
    public async Task Exactly_one_of_four_steps_is_the_current_one(Stage stage)
    {
        var html = await RenderAsync(Trouble with { Stage = stage });

        var step = Assert.Single(html.Split("<li"), part => part.Contains("aria-current=\"step\"", StringComparison.Ordinal));
        Assert.Contains(stage.Label(), step, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("step-dot").Length - 1);
    }

    [Fact]
    public async Task A_waiting_delivery_tells_why_and_when_it_is_tried_again()
    {
        var html = await RenderAsync(Trouble with
        {
            Deliveries = [new PanelDelivery("Status page", DeliveryState.Queued, 3, "Statuspage answered 503.", Now.AddMinutes(2), Now)],
        });

        Assert.Contains("Trying again", html, StringComparison.Ordinal);
        Assert.Contains("Statuspage answered 503.", html, StringComparison.Ordinal);
        Assert.Contains("Next try", html, StringComparison.Ordinal);
        Assert.Contains("2026-11-23T14:10:00Z", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_is_no_incident_says_why_and_what_would_make_it_one()
    {
        var html = await RenderAsync(new IssuePanelModel.NotAnIncident("its type is Task"));

        Assert.Contains("This ticket is not an incident, because its type is Task.", html, StringComparison.Ordinal);
        Assert.Contains("which rule decided", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_incident_says_that_nothing_is_public() =>
        Assert.Contains("Nothing is public.", await RenderAsync(Trouble with { IsPublished = false }), StringComparison.Ordinal);

    [Fact]
    public async Task Hostile_text_arrives_as_text()
    {
        const string hostile = "\"><script>alert(1)</script>";

        var html = await RenderAsync(Trouble with
        {
            Title = hostile,
            Components = [new PanelComponent(hostile, ComponentStatus.MajorOutage)],
            Updates = [new("b", Stage.Identified, hostile, Now, false)],
            Deliveries = [new PanelDelivery(hostile, DeliveryState.Failed, 3, hostile, Now, Now)],
        });

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\">\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await RenderAsync(new IssuePanelModel.NotAnIncident(hostile)), StringComparison.Ordinal);
    }

    private static Task<string> RenderAsync(IssuePanelModel model) => Rendered.OfAsync<IssuePanelContent, IssuePanelModel>(model);
}
