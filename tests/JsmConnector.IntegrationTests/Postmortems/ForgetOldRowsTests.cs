using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class ForgetOldRowsTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task Saves_in_the_middle_of_writing_go_and_every_sitting_keeps_its_last_one()
    {
        var incident = await app.DraftedAsync();
        app.Jira.Grant("other", JsmConnector.Installations.SitePermissions.Browse, incident.IssueId);
        app.Jira.Grant("other", JsmConnector.Installations.SitePermissions.Edit, incident.IssueId);
        await SaveAsync(incident, 1, "one", null);
        await SaveAsync(incident, 2, "one two", null);
        await SaveAsync(incident, 3, "one two three", null);
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await SaveAsync(incident, 4, "after a pause", null);
        await SaveAsync(incident, 5, "with a note", "The cause");
        await SaveAsync(incident, 6, "of somebody else", null, "other");
        await SaveAsync(incident, 7, "newest", null);

        await app.Services.GetRequiredService<ForgetOldRows>().RunAsync(TestContext.Current.CancellationToken);
        var fresh = await NumbersAsync(incident);
        app.Clock.Advance(ForgetOldRows.SavesKept + TimeSpan.FromDays(1));
        await app.Services.GetRequiredService<ForgetOldRows>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], fresh);
        Assert.Equal([1, 4, 6, 7, 8], await NumbersAsync(incident));
        var diff = await app.InAsync(services => services.Services.GetRequiredService<ReadVersions>().CompareAsync(incident.Id, 3, 4, TestContext.Current.CancellationToken));
        Assert.Equal((1, 4), (diff!.From, diff.To));
    }

    [Fact]
    public async Task A_save_that_somebody_agreed_to_stays()
    {
        var incident = await app.DraftedAsync();
        await SaveAsync(incident, 1, "agreed", null);
        await app.InAsync(services =>
        {
            services.Database.Add(new JsmConnector.Postmortems.Review.PostmortemApproval { InstallationId = app.Site, IncidentId = incident.Id, Number = 2, By = "reviewer", At = app.Clock.GetUtcNow() });
            return services.Database.SaveChangesAsync();
        });
        await SaveAsync(incident, 2, "agreed, then more", null);
        app.Clock.Advance(ForgetOldRows.SavesKept + TimeSpan.FromDays(1));

        await app.Services.GetRequiredService<ForgetOldRows>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], await NumbersAsync(incident));
    }

    [Fact]
    public async Task Finished_deliveries_of_postmortems_go_and_those_that_wait_for_a_person_or_tell_what_readers_got_stay()
    {
        var incident = await app.DraftedAsync();
        Delivery[] rows =
        [
            Row(incident, "publication", DeliveryState.Delivered), Row(incident, "action", DeliveryState.Suppressed), Row(incident, "publication", DeliveryState.Failed),
            Row(incident, "statuspage", DeliveryState.Delivered),
        ];
        await app.InAsync(services => { services.Database.AddRange(rows); return services.Database.SaveChangesAsync(); });
        app.Clock.Advance(ForgetOldRows.DeliveriesKept + TimeSpan.FromDays(1));

        await app.Services.GetRequiredService<ForgetOldRows>().RunAsync(TestContext.Current.CancellationToken);

        var ids = rows.Select(row => row.Id).ToList();
        var left = await app.InAsync(services => services.Database.Set<Delivery>().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Channel).Select(d => new { d.Channel, d.State }).ToListAsync());
        Assert.Equal([("publication", DeliveryState.Failed), ("statuspage", DeliveryState.Delivered)], left.Select(d => (d.Channel, d.State)));
    }

    private Delivery Row(Incident incident, string channel, DeliveryState state)
    {
        var row = Delivery.Of(app.Site, new PlannedDelivery(channel, "main", $"{channel}:main") { IncidentId = incident.Id.Value }, app.Clock);
        (row.State, row.FinishedAt) = (state, app.Clock.GetUtcNow());
        return row;
    }

    private async Task SaveAsync(Incident incident, int version, string words, string? note, string by = "editor")
    {
        using var saved = await app.SendAsync(HttpMethod.Put, $"/api/v1/incidents/{incident.IssueKey}/postmortem", new { version, @internal = new { markdown = words }, note }, by);
        Assert.Equal(version + 1, (await saved.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("version").GetInt32());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private Task<List<int>> NumbersAsync(Incident incident) =>
        app.InAsync(services => services.Database.Set<PostmortemVersion>().Where(v => v.IncidentId == incident.Id).OrderBy(v => v.Number).Select(v => v.Number).ToListAsync());
}
