using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class DeletedTicketTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task A_ticket_that_goes_between_its_end_and_the_job_leaves_a_document_that_says_what_is_missing()
    {
        var incident = await app.ResolvedAsync();
        await app.ToldAsync(incident, Stage.Identified);
        app.Jira.Delete(incident.IssueId);
        app.Clock.Advance(TimeSpan.FromMinutes(31));

        await app.GenerateAsync(incident);
        await app.DrainAsync();

        var row = (await app.RowAsync(incident))!;
        Assert.Equal((PostmortemState.Draft, 1), (row.State, row.Generation));
        Assert.Contains("the ticket was deleted, or the app may not see it", row.Problem, StringComparison.Ordinal);
        Assert.Contains("Mind the gap.", row.InternalMarkdown, StringComparison.Ordinal);
        var link = Assert.Single(await app.DeliveriesAsync(incident, LinkPostmortem.ChannelName));
        Assert.Equal(DeliveryState.Failed, link.State);
        Assert.Contains("let the app browse the project, then replay", link.Reason, StringComparison.Ordinal);
    }
}
