using System.Net;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.Postmortems.Publishing;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems.Publishing;

/// <summary>What every place promises: the document stands there once, in the state that people want, whatever happens on the way.</summary>
public sealed class PublicationContractTests(PublishingApp world) : IClassFixture<PublishingApp>
{
    public static IEnumerable<TheoryDataRow<string>> Targets => Place.All.Select(target => new TheoryDataRow<string>(target));

    [Theory, MemberData(nameof(Targets))]
    public async Task A_document_that_people_agreed_to_stands_there_once(string target)
    {
        var incident = await PublishedAsync(target);

        var text = Assert.Single(await Place.Of(target, world).TextsAsync(incident));
        var row = await world.RowAsync(incident, target);
        Assert.Equal((PublicationState.Published, null), (row.State, row.Problem));
        Assert.Equal(target is "builtin:main" or "statuspage:sp", text.Contains("A disk was full.", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task The_same_delivery_handed_out_again_changes_nothing(string target)
    {
        var incident = await PublishedAsync(target);
        var before = await Place.Of(target, world).TextsAsync(incident);

        await world.ForgetAsync(incident, target);
        await world.SettleAsync(incident, target);

        Assert.Equal(before, await Place.Of(target, world).TextsAsync(incident));
        Assert.Equal(PublicationState.Published, (await world.RowAsync(incident, target)).State);
    }

    [Theory]
    [InlineData("confluence", 7)]
    [InlineData("statuspage:sp", 3)]
    [InlineData("ticket", 2)]
    public async Task An_answer_lost_at_any_call_leaves_one_document(string target, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            var place = Place.Of(target, world);
            var incident = await world.ApprovedAsync();
            await OnlyAsync(incident, target, () => place.LoseAnswer(call));
            await world.SettleAsync(incident, target);

            Assert.Single(await place.TextsAsync(incident));
            Assert.Equal(PublicationState.Published, (await world.RowAsync(incident, target)).State);
        }
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task It_waits_as_long_as_the_place_asks_and_then_goes_out(string target)
    {
        var place = Place.Of(target, world);
        var incident = await world.ApprovedAsync();
        var refuses = false;
        await OnlyAsync(incident, target, () => refuses = place.Refuse(429, 7));
        if (refuses)
        {
            await world.DrainAsync();
            Assert.Equal(PublicationState.Waiting, (await world.RowAsync(incident, target)).State);
            Assert.Empty(await place.TextsAsync(incident));
        }
        await world.SettleAsync(incident, target);

        Assert.Single(await place.TextsAsync(incident));
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task A_place_that_fails_for_a_while_gets_it_later_and_one_that_refuses_says_the_mend(string target)
    {
        var place = Place.Of(target, world);
        var incident = await world.ApprovedAsync();
        await OnlyAsync(incident, target, () => place.Refuse(503));
        await world.SettleAsync(incident, target);
        Assert.Single(await place.TextsAsync(incident));

        var refused = await world.ApprovedAsync();
        var refuses = false;
        await OnlyAsync(refused, target, () => refuses = place.Refuse(403));
        await world.SettleAsync(refused, target);
        var row = await world.RowAsync(refused, target);

        Assert.Equal(refuses ? PublicationState.Failed : PublicationState.Published, row.State);
        Assert.All(new[] { world.Confluence.ApiToken, world.Statuspage.ApiKey }, secret => Assert.DoesNotContain(secret, row.Problem ?? "", StringComparison.Ordinal));
        await world.App.InAsync(services => services.Database.Set<DestinationHealth>().ExecuteDeleteAsync());
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task New_words_take_the_place_of_the_old_ones(string target)
    {
        var incident = await PublishedAsync(target);

        await world.EditAsync(incident, 2, "We are sorry. Two disks were full.\n");
        await world.MoveAsync(incident, 3, "publish");
        await world.SettleAsync(incident, target);

        var text = Assert.Single(await Place.Of(target, world).TextsAsync(incident));
        Assert.Equal((3, PublicationState.Published), ((await world.RowAsync(incident, target)).Version, (await world.RowAsync(incident, target)).State));
        Assert.DoesNotContain("A disk was full.", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task What_people_changed_there_is_left_alone_until_somebody_decides(string target)
    {
        var place = Place.Of(target, world);
        var incident = await PublishedAsync(target);
        if (!place.EditByPeople(incident))
            return;

        await world.EditAsync(incident, 2, "Our newest words.\n");
        await world.MoveAsync(incident, 3, "publish");
        await world.SettleAsync(incident, target);
        var changed = await world.RowAsync(incident, target);
        var left = Assert.Single(await place.TextsAsync(incident));
        var asked = await world.AskAsync(incident, target, overwrite: true);
        await world.SettleAsync(incident, target);

        Assert.Equal(PublicationState.Changed, changed.State);
        Assert.Contains("Nothing was overwritten", changed.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Our newest words.", left, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Accepted, PublicationState.Published), (asked, (await world.RowAsync(incident, target)).State));
        Assert.DoesNotContain("What we learned later", Assert.Single(await place.TextsAsync(incident)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task What_people_changed_there_is_not_withdrawn_until_somebody_decides(string target)
    {
        var place = Place.Of(target, world);
        var incident = await PublishedAsync(target);
        if (!place.EditByPeople(incident))
            return;
        var theirs = await place.TextsAsync(incident);

        await world.AskAsync(incident, target, "withdrawn");
        await world.SettleAsync(incident, target);
        var left = (await world.RowAsync(incident, target)).State;
        var still = await place.TextsAsync(incident);
        await world.AskAsync(incident, target, "withdrawn", overwrite: true);
        await world.SettleAsync(incident, target);

        Assert.Equal((PublicationState.Changed, PublicationState.Withdrawn), (left, (await world.RowAsync(incident, target)).State));
        Assert.Equal(theirs, still);
        Assert.DoesNotContain(await place.TextsAsync(incident), text => text.Contains("What we learned later", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("confluence")]
    [InlineData("builtin:main")]
    [InlineData("statuspage:sp")]
    public async Task What_was_published_can_be_withdrawn_and_published_again(string target)
    {
        var place = Place.Of(target, world);
        var incident = await PublishedAsync(target);

        Assert.Equal(HttpStatusCode.Accepted, await world.AskAsync(incident, target, "withdrawn"));
        await world.SettleAsync(incident, target);
        var withdrawn = await place.TextsAsync(incident);
        Assert.Equal(HttpStatusCode.Accepted, await world.AskAsync(incident, target));
        await world.SettleAsync(incident, target);

        Assert.Empty(withdrawn);
        Assert.Single(await place.TextsAsync(incident));
    }

    [Fact]
    public async Task A_comment_follows_the_places_that_it_names_and_says_when_it_was_withdrawn()
    {
        var incident = await PublishedAsync("ticket");
        await world.SettleAsync(incident, "confluence");
        var place = Place.Of("ticket", world);
        var named = Assert.Single(await place.TextsAsync(incident));

        await world.AskAsync(incident, "confluence", "withdrawn");
        await world.SettleAsync(incident, "confluence");
        await world.SettleAsync(incident, "ticket");
        var renamed = Assert.Single(await place.TextsAsync(incident));
        await world.AskAsync(incident, "ticket", "withdrawn");
        await world.SettleAsync(incident, "ticket");

        Assert.Contains("/pages/", named, StringComparison.Ordinal);
        Assert.DoesNotContain("/pages/", renamed, StringComparison.Ordinal);
        Assert.Contains("has been withdrawn", Assert.Single(await place.TextsAsync(incident)), StringComparison.Ordinal);
        Assert.Equal(PublicationState.Withdrawn, (await world.RowAsync(incident, "ticket")).State);
    }

    [Fact]
    public async Task An_account_is_taken_back_also_after_its_ticket_was_hidden()
    {
        var place = Place.Of("builtin:main", world);
        var incident = await PublishedAsync("builtin:main");
        await world.App.InAsync(services => services.Database.Set<Incident>().Where(i => i.Id == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Published, false)));

        Assert.Equal(HttpStatusCode.Accepted, await world.AskAsync(incident, "builtin:main", "withdrawn"));
        await world.SettleAsync(incident, "builtin:main");

        Assert.Empty(await place.TextsAsync(incident));
    }

    [Fact]
    public async Task Every_request_about_an_account_is_one_that_Statuspage_documents()
    {
        var incident = await PublishedAsync("statuspage:sp");
        await world.AskAsync(incident, "statuspage:sp", "withdrawn");
        await world.SettleAsync(incident, "statuspage:sp");
        var requests = world.Statuspage.Requests.Where(request => request.Path.Contains("/postmortem", StringComparison.Ordinal)).ToList();

        Assert.True(requests.Count >= 5);
        if (StatuspageDocument.Load() is { } document)
            Assert.Empty(requests.SelectMany(document.Mistakes));
    }

    [Fact]
    public async Task Subscribers_of_Statuspage_hear_of_an_account_once()
    {
        var incident = await PublishedAsync("statuspage:sp");
        await world.EditAsync(incident, 2, "We are sorry. Two disks were full.\n");
        await world.MoveAsync(incident, 3, "publish");
        await world.SettleAsync(incident, "statuspage:sp");

        var account = world.Page.Incidents.Single(known => (string?)known.Metadata["jira"]?["issueId"] == incident.IssueId).Account;
        Assert.Equal((2, 1), (account.Publications, account.Notified));
    }

    [Fact]
    public async Task A_live_incident_does_not_wait_for_a_big_day_s_postmortems()
    {
        var incident = await PublishedAsync("builtin:main");
        await world.App.InAsync(services =>
        {
            foreach (var _ in Enumerable.Range(0, 300))
                services.Database.Add(Delivery.Of(world.App.Site, new PlannedDelivery(PublishPostmortem.Channel, "confluence", "publication:confluence") { IncidentId = incident.Id.Value }, world.App.Clock));
            return services.Database.SaveChangesAsync();
        });
        var live = Delivery.Of(world.App.Site, new PlannedDelivery("statuspage", "main", "statuspage:main") { IncidentId = incident.Id.Value }, world.App.Clock);
        await world.App.InAsync(services => { services.Database.Add(live); return services.Database.SaveChangesAsync(); });
        var before = world.Confluence.Calls.Count;
        world.Confluence.Inject(Vendors.ConfluenceFault.Answer(429, retryAfter: 60));

        await world.DrainAsync();

        var (state, waiting) = await world.App.InAsync(async services => (
            await services.Database.Set<Delivery>().Where(d => d.Id == live.Id).Select(d => d.State).SingleAsync(),
            await services.Database.Set<Delivery>().CountAsync(d => d.Lane == "publication:confluence" && d.State == DeliveryState.Queued)));
        Assert.Equal(DeliveryState.Delivered, state);
        Assert.InRange(waiting, 290, 300);
        Assert.InRange(world.Confluence.Calls.Count - before, 1, 10);
        await world.App.InAsync(services => services.Database.Set<Delivery>().Where(d => d.Lane == "publication:confluence" && d.State == DeliveryState.Queued).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Suppressed)));
    }

    private async Task<Incident> PublishedAsync(string target)
    {
        var incident = await world.ApprovedAsync();
        await world.MoveAsync(incident, 2, "publish");
        await world.SettleAsync(incident, target);
        return incident;
    }

    /// <summary>Publishes at this place alone, with something arranged to go wrong there.</summary>
    private async Task OnlyAsync(Incident incident, string target, Action arrange)
    {
        await world.MoveAsync(incident, 2, "publish");
        await world.App.InAsync(services =>
        {
            var id = incident.Id.Value;
            return services.Database.Set<Delivery>().Where(d => d.IncidentId == id && d.Channel == PublishPostmortem.Channel && d.Destination != target)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Suppressed));
        });
        await world.App.InAsync(services => services.Database.Set<Publication>().Where(p => p.IncidentId == incident.Id && p.Target != target)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PublicationState.NotWanted)));
        arrange();
    }
}
