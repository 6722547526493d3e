using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems.Publishing;

/// <summary>After a big day hundreds of postmortems go to one place that limits how often it may be asked.</summary>
public sealed class BigDayTests(PublishingApp world) : IClassFixture<PublishingApp>
{
    private const int Many = 500;

    [Fact]
    public async Task Five_hundred_publications_drain_in_order_one_page_each_and_nothing_else_waits()
    {
        var live = await world.ApprovedAsync();
        var first = await QueueAsync();
        var words = Delivery.Of(world.App.Site, new PlannedDelivery("statuspage", "main", "statuspage:main") { IncidentId = live.Id.Value }, world.App.Clock);
        await world.App.InAsync(services => { services.Database.Add(words); return services.Database.SaveChangesAsync(); });
        foreach (var call in new[] { 200, 800, 1400, 2000, 2600 })
        {
            var limit = ConfluenceFault.Answer(429, retryAfter: 2);
            limit.After = call;
            world.Confluence.Inject(limit);
        }
        var before = world.Confluence.Calls.Count;

        await world.DrainAsync();
        var liveState = await world.App.InAsync(services => services.Database.Set<Delivery>().Where(d => d.Id == words.Id).Select(d => d.State).SingleAsync());
        var leftThen = await WaitingAsync();
        for (var rounds = 0; rounds < 20 && await WaitingAsync() > 0; rounds++)
        {
            world.App.Clock.Advance(TimeSpan.FromSeconds(2));
            await world.DrainAsync();
        }

        Assert.Equal(DeliveryState.Delivered, liveState);
        Assert.InRange(leftThen, 400, Many);
        Assert.Equal(0, await WaitingAsync());
        var pages = world.Confluence.Current.Where(page => page.Title.StartsWith("BIG-", StringComparison.Ordinal)).ToList();
        Assert.Equal([.. Enumerable.Range(first, Many).Select(number => $"BIG-{number} postmortem: Problem with our services")], pages.Select(page => page.Title));
        Assert.All(pages, page => Assert.Equal((1, "postmortem", 1), (page.Version, page.Labels.Single(), page.Properties.Count)));
        // Seven calls a page, and few more for each time that the place asked to wait.
        Assert.InRange(world.Confluence.Calls.Count - before, Many * 5, Many * 7 + 40);
        Assert.Equal(Many, await world.App.InAsync(services => services.Database.Set<Publication>().CountAsync(p => p.State == PublicationState.Published && p.Target == "confluence")));
    }

    private Task<int> WaitingAsync() => world.App.InAsync(services => services.Database.Set<Delivery>().CountAsync(d => d.Lane == "publication:confluence" && (d.State == DeliveryState.Queued || d.State == DeliveryState.Sending)));

    /// <summary>Postmortems of a big day, approved and on their way.</summary>
    private async Task<int> QueueAsync()
    {
        const int First = 1000;
        await world.App.InAsync(async services =>
        {
            foreach (var number in Enumerable.Range(First, Many))
            {
                var (now, id) = (world.App.Clock.GetUtcNow(), IncidentId.New(TimeProvider.System));
                services.Database.Add(new Incident
                {
                    InstallationId = world.App.Site,
                    Id = id,
                    IssueId = $"{900_000 + number}",
                    IssueKey = $"BIG-{number}",
                    Summary = "It was a big day",
                    Stage = Stage.Resolved,
                    Severity = new Severity(1),
                    WorstSeverity = new Severity(1),
                    StartedAt = now.AddHours(-1),
                    ResolvedAt = now,
                    SnapshotAt = now,
                    Published = true,
                });
                services.Database.Add(new Postmortem { InstallationId = world.App.Site, IncidentId = id, ResolvedAt = now, State = PostmortemState.Published, CreatedAt = now, GeneratedAt = now, Generation = 1, Version = 1, InternalMarkdown = "# Ours\n", ExternalMarkdown = "" });
                services.Database.Add(new PostmortemVersion { InstallationId = world.App.Site, IncidentId = id, Number = 1, Reason = VersionReason.Generated, At = now, State = PostmortemState.Published, InternalMarkdown = "# Ours\n", ExternalMarkdown = "" });
                services.Database.Add(new Publication { InstallationId = world.App.Site, IncidentId = id, Target = "confluence", Document = TemplateAudience.Internal, Wish = JsmConnector.Incidents.Publications.PublicationWish.Published, Version = 1, AskedAt = now });
            }
            return await services.Database.SaveChangesAsync();
        });
        return await world.App.InAsync(async services =>
        {
            var incidents = await services.Database.Set<Incident>().Where(i => i.IssueKey.StartsWith("BIG-")).OrderBy(i => i.IssueKey).Select(i => i.Id).ToListAsync();
            foreach (var id in incidents)
            {
                services.Database.Add(Delivery.Of(world.App.Site, new PlannedDelivery(PublishPostmortem.Channel, "confluence", "publication:confluence") { IncidentId = id.Value }, world.App.Clock));
                await services.Database.SaveChangesAsync();
            }
            return First;
        });
    }
}
