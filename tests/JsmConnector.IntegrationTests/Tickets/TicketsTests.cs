using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.Notifications.Scores;
using JsmConnector.Platform.Database;
using JsmConnector.Tickets.PublicComments;
using JsmConnector.Tickets.State;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Tickets;

/// <summary>What the ticket itself says of its incident, and what the app takes from it.</summary>
public sealed class TicketsTests(PromisesApp app) : IClassFixture<PromisesApp>
{
    private const string Agent = "5b10ac8d82e05b22cc7d4ef5";
    private static readonly string LozengeKey = TicketLozenge.KeyOf("io.jsmconnector.app");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ticket_says_stage_components_and_promise_and_when_it_is_late()
    {
        var ticket = await OpenAsync(known => known with { Components = ["Email"] });
        await app.DrainAsync();
        var promised = (await app.IncidentAsync(ticket.Id)).NextUpdateAt!.Value;

        var state = ticket.Properties["jsmconnector"];
        Assert.Equal(("investigating", "no", promised.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), ((string?)state["stage"], (string?)state["late"], (string?)state["nextUpdateAt"]));
        Assert.Equal("Email", (string?)Assert.Single(state["components"]!.AsArray()));
        Assert.Equal(("inprogress", "lozenge"), ((string?)ticket.Properties[LozengeKey]["value"]!["type"], (string?)ticket.Properties[LozengeKey]["type"]));

        await NoHoldingPostsAsync();
        await app.SweepAtAsync(promised.AddSeconds(1));
        await app.DrainAsync();

        Assert.Equal("yes", (string?)ticket.Properties["jsmconnector"]["late"]);
        Assert.Equal(("removed", "Update is late"), ((string?)ticket.Properties[LozengeKey]["value"]!["type"], (string?)ticket.Properties[LozengeKey]["value"]!["label"]));

        await app.ObserveAsync(ticket.Id, known => known with { StatusCategory = "done", StatusName = "Resolved", Components = ["Email"], TakenAt = app.Clock.GetUtcNow() });
        await app.DrainAsync();

        Assert.Equal(("resolved", "no", null), ((string?)ticket.Properties["jsmconnector"]["stage"], (string?)ticket.Properties["jsmconnector"]["late"], (string?)ticket.Properties["jsmconnector"]["nextUpdateAt"]));
        Assert.Equal("success", (string?)ticket.Properties[LozengeKey]["value"]!["type"]);
    }

    [Fact]
    public async Task What_stands_at_the_ticket_is_not_written_again_and_a_lost_answer_does_no_harm()
    {
        var ticket = await OpenAsync(known => known);
        app.Acme.Jira.FailAfter($"{ticket.Id}/properties", 1, JiraFault.DropAfter);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.DrainAsync();
        var calls = ticket.PropertyCalls;

        await app.ObserveAsync(ticket.Id, known => known with { Summary = "Another summary", TakenAt = app.Clock.GetUtcNow() });
        await app.DrainAsync();

        Assert.Equal("investigating", (string?)ticket.Properties["jsmconnector"]["stage"]);
        Assert.Equal(calls, ticket.PropertyCalls);
        Assert.Equal(DeliveryState.Delivered, (await DeliveriesAsync(ticket, PlanTicketState.Channel))[^1].State);
    }

    [Fact]
    public async Task After_a_lost_answer_the_ticket_says_what_is_true_now_and_not_what_was_meant_then()
    {
        var ticket = await OpenAsync(known => known);
        await app.DrainAsync();
        var incident = await app.IncidentAsync(ticket.Id);
        await SetAsync(incident, set => set.SetProperty(i => i.Stage, Stage.Identified));
        await app.InAsync(app.Acme, database =>
        {
            database.Add(Delivery.Of(app.Acme.Id, new PlannedDelivery(PlanTicketState.Channel, ticket.Id, $"issue:{ticket.Id}/state") { IncidentId = incident.Id.Value }, app.Clock));
            return database.SaveChangesAsync(Token);
        });
        app.Acme.Jira.FailAfter($"{ticket.Id}/properties", 1, JiraFault.DropAfter);
        await app.DrainAsync();
        Assert.Equal("identified", (string?)ticket.Properties["jsmconnector"]["stage"]);

        await SetAsync(incident, set => set.SetProperty(i => i.Stage, Stage.Investigating));
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.DrainAsync();

        Assert.Equal("investigating", (string?)ticket.Properties["jsmconnector"]["stage"]);
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_holds_up_no_comment()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        app.Acme.Jira.Fail($"{ticket.Id}/properties", JiraFault.Unavailable);
        await app.DrainAsync();

        await CommentAsync(ticket, "Mail works again for most of you.", isPublic: true);

        Assert.Equal(2, (await app.UpdatesAsync(ticket.Id)).Count);
    }

    [Fact]
    public async Task A_closed_ticket_that_refuses_edits_asks_nobody_for_anything()
    {
        var ticket = await OpenAsync(known => known);
        await app.DrainAsync();
        await app.ObserveAsync(ticket.Id, known => known with { StatusCategory = "done", StatusName = "Resolved", TakenAt = app.Clock.GetUtcNow() });
        app.Acme.Jira.Fail($"{ticket.Id}/properties", JiraFault.Forbidden);
        await app.DrainAsync();

        var refused = (await DeliveriesAsync(ticket, PlanTicketState.Channel))[^1];
        Assert.Equal(DeliveryState.Suppressed, refused.State);
        Assert.StartsWith("The incident is over", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_may_not_be_edited_asks_an_administrator_once()
    {
        var ticket = await OpenAsync(known => known);
        app.Acme.Jira.Fail($"{ticket.Id}/properties", JiraFault.Forbidden);
        await app.DrainAsync();
        await app.ObserveAsync(ticket.Id, known => known with { StatusCategory = "indeterminate", StatusName = "Work in progress", TakenAt = app.Clock.GetUtcNow() });
        app.Acme.Jira.Fail($"{ticket.Id}/properties", JiraFault.Forbidden);
        await app.DrainAsync();

        Assert.Equal([DeliveryState.Failed, DeliveryState.Suppressed], (await DeliveriesAsync(ticket, PlanTicketState.Channel)).Select(delivery => delivery.State));
    }

    [Fact]
    public async Task Without_credentials_no_state_is_noted_and_a_comment_waits_no_longer_than_an_hour()
    {
        var ticket = await OpenAsync(known => known);
        await app.DrainAsync();
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        await EnabledAsync(InstallationState.Disabled);
        try
        {
            Assert.IsType<DeliveryOutcome.Suppressed>(await AttemptAsync(ticket, PlanTicketState.Channel, ticket.Id, number: 2));
            Assert.IsType<DeliveryOutcome.Later>(await AttemptAsync(ticket, PlanPublicComment.Channel, "10001"));
            Assert.IsType<DeliveryOutcome.Suppressed>(await AttemptAsync(ticket, PlanPublicComment.Channel, "10001", TimeSpan.FromMinutes(61)));
        }
        finally
        {
            await EnabledAsync(InstallationState.Enabled);
        }
    }

    [Fact]
    public async Task A_public_comment_is_left_alone_unless_the_site_says_otherwise()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Projects = ["WEB"], Policy = CommentRule.Publish }] });

        await CommentAsync(ticket, "Mail works again for most of you.", isPublic: true);

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        Assert.Empty(await DeliveriesAsync(ticket, "comment"));
    }

    [Fact]
    public async Task A_public_comment_of_the_team_becomes_an_update_once()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Projects = ["OPS"], Policy = CommentRule.Publish }] });

        var body = await CommentAsync(ticket, "Mail works again for most of you.", isPublic: true);
        await app.TellAsync(app.Acme, body.ToJsonString());
        body["webhookEvent"] = "comment_updated";
        body["timestamp"] = app.Clock.GetUtcNow().AddSeconds(5).ToUnixTimeMilliseconds();
        await app.TellAsync(app.Acme, body.ToJsonString());
        await app.DrainAsync();

        var said = Assert.Single((await app.UpdatesAsync(ticket.Id)).Skip(1));
        Assert.Equal(("Mail works again for most of you.", Agent, Stage.Investigating), (said.CustomerWords, said.Author, said.Stage));
    }

    [Theory]
    [InlineData(false, "atlassian", true, "The cause is the disk.")]
    [InlineData(true, "app", true, "Automation says hello.")]
    [InlineData(true, "atlassian", false, "I am a customer with an ordinary account, and angry.")]
    [InlineData(true, "customer", false, "I am a customer.")]
    public async Task What_is_internal_or_not_of_the_team_is_never_published(bool isPublic, string type, bool mayEdit, string words)
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });

        await CommentAsync(ticket, words, isPublic, type, mayEdit ? Agent : "5b10ac8d82e05b22cc7d4000", mayEdit);

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        Assert.Empty(await DraftsAsync(ticket));
    }

    [Fact]
    public async Task A_comment_that_became_internal_before_it_was_read_again_stays_inside()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });

        await CommentAsync(ticket, "Not for everybody after all.", isPublic: true, meanwhile: comment => comment["jsdPublic"] = false);

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        Assert.Contains("internal", Assert.Single(await DeliveriesAsync(ticket, "comment")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"project":{"projectTypeKey":"software"}}""", "service project")]
    [InlineData("""{}""", "service project")]
    [InlineData("""{"project":{"projectTypeKey":"service_desk"},"security":{"id":"10100"}}""", "security level")]
    public async Task A_comment_on_a_ticket_that_is_not_for_customers_any_more_stays_inside(string fields, string reason)
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });

        await CommentAsync(ticket, "Mail works again for most of you.", isPublic: true, meanwhile: _ => Fill(ticket, fields));

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        Assert.Empty(await DraftsAsync(ticket));
        var row = Assert.Single(await DeliveriesAsync(ticket, "comment"));
        Assert.Equal(DeliveryState.Suppressed, row.State);
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_Jira_does_not_show_gives_no_comment()
    {
        var ticket = await OpenAsync(known => known);
        await app.DrainAsync();
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        ticket.Commented(app.Clock.GetUtcNow(), "Mail works again for most of you.", isPublic: true);
        app.Acme.Jira.Grant("grace-hopper", SitePermissions.Edit, ticket.Id);
        app.Acme.Jira.Fail($"/rest/api/3/issue/{ticket.Id}", JiraFault.Forbidden);

        Assert.IsType<DeliveryOutcome.Suppressed>(await AttemptAsync(ticket, PlanPublicComment.Channel, (string)ticket.Comments[^1]["id"]!));
        Assert.Single(await app.UpdatesAsync(ticket.Id));
    }

    [Fact]
    public async Task A_customers_words_do_not_go_out_as_those_of_the_agent_who_edited_them()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        app.Acme.Jira.Grant(Agent, SitePermissions.Edit, ticket.Id);

        await CommentAsync(ticket, "I cannot read my mail.", isPublic: true, account: "5b10ac8d82e05b22cc7d4000", mayEdit: false, meanwhile: comment => comment["updateAuthor"] = Account(Agent));

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        Assert.Empty(await DraftsAsync(ticket));
    }

    [Theory]
    [InlineData("another agent", "Somebody else edited")]
    [InlineData("the reporter's name", "names a person")]
    [InlineData("a loss of data", "Only people speak")]
    [InlineData("a newer update", "was said in public since")]
    public async Task What_a_person_must_look_at_again_waits_although_the_site_publishes(string what, string reason)
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        app.Acme.Jira.Grant("5b10ac8d82e05b22cc7d4aaa", SitePermissions.Edit, ticket.Id);
        if (what == "a loss of data")
            await SetAsync(await app.IncidentAsync(ticket.Id), set => set.SetProperty(i => i.Class, IncidentClasses.DataLoss));

        await CommentAsync(ticket, "Mail of the Turing team works again.", isPublic: true, meanwhile: comment =>
        {
            if (what == "another agent")
                comment["updateAuthor"] = Account("5b10ac8d82e05b22cc7d4aaa");
            if (what == "the reporter's name")
                ticket.Fields["reporter"] = new JsonObject { ["displayName"] = "Alan Turing" };
            if (what == "a newer update")
                comment["created"] = app.Clock.GetUtcNow().AddMinutes(-10).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";
        });

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        var draft = Assert.Single(await DraftsAsync(ticket));
        Assert.Equal((Agent, "Mail of the Turing team works again."), (draft.Account, draft.Words));
        Assert.Contains(reason, Assert.Single(await DeliveriesAsync(ticket, "comment")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_words_take_the_place_of_offered_ones_but_never_of_what_their_author_typed()
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = CommentRule.Publish }] });
        await CommentAsync(ticket, "We restart mail-db-03 now.", isPublic: true);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await CommentAsync(ticket, "We restarted mail-db-03.", isPublic: true);
        Assert.Equal("We restarted mail-db-03.", Assert.Single(await DraftsAsync(ticket)).Words);

        var incident = await app.IncidentAsync(ticket.Id);
        await app.InAsync(app.Acme, database => database.Set<UpdateDraft>().Where(draft => draft.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Words, "Mail is coming back."), Token));
        await AttemptAsync(ticket, PlanPublicComment.Channel, (string)ticket.Comments[^1]["id"]!, number: 2);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await CommentAsync(ticket, "We restart mail-db-04 too.", isPublic: true);

        Assert.Equal("Mail is coming back.", Assert.Single(await DraftsAsync(ticket)).Words);
        Assert.Contains("writing something else", (await DeliveriesAsync(ticket, "comment"))[^1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CommentRule.Draft, "Mail works again for most of you.")]
    [InlineData(CommentRule.Publish, "We restart mail-db-03 now.")]
    public async Task A_draft_and_words_that_betray_the_inside_wait_in_the_form_of_their_author(string policy, string words)
    {
        var ticket = await OpenAsync(known => known);
        await SettingsAsync(new TicketSettings { PublicComments = [new CommentRule { Policy = policy }] });

        await CommentAsync(ticket, words, isPublic: true);

        Assert.Single(await app.UpdatesAsync(ticket.Id));
        var draft = Assert.Single(await DraftsAsync(ticket));
        Assert.Equal((Agent, words), (draft.Account, draft.Words));
    }

    [Fact]
    public async Task Each_new_stage_is_noted_in_one_internal_comment_where_the_site_wants_it()
    {
        await SettingsAsync(new TicketSettings { Log = true });
        var ticket = await OpenAsync(known => known with { Components = ["Scores"] });
        app.Acme.Jira.FailAfter($"{ticket.Id}/comment", 1, JiraFault.DropAfter);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.DrainAsync();
        await app.ObserveAsync(ticket.Id, known => known with { StatusCategory = "indeterminate", StatusName = "Work in progress", TakenAt = app.Clock.GetUtcNow() });
        await app.DrainAsync();

        Assert.Equal(2, ticket.Comments.Count);
        Assert.All(ticket.Comments, comment => Assert.True((bool)comment["properties"]!.AsArray().Single(property => (string?)property!["key"] == "sd.public.comment")!["value"]!["internal"]!));
        Assert.Contains("Identified, told in public", ticket.Comments[1]["body"]!.ToJsonString(), StringComparison.Ordinal);
        await SettingsAsync(new TicketSettings());

        // A note for the team has told nobody outside.
        var incident = await app.IncidentAsync(ticket.Id);
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var scored = Assert.Single(await scope.ServiceProvider.GetRequiredService<LoadScores>().LoadAsync(Token), known => known.Components.Contains("Scores", StringComparer.Ordinal));
        var told = (await app.RowsAsync<Delivery>(app.Acme)).Count(d => d.IncidentId == incident.Id.Value && d.UpdateId is not null && d.State == DeliveryState.Delivered && d.Channel is not ("ticketlog" or "postmortem" or "subscribers"));
        Assert.Equal(told, scored.Delivered);
    }

    private async Task<FakeJiraIssue> OpenAsync(Func<IssueSnapshot, IssueSnapshot> change)
    {
        var id = await app.OpenAsync();
        var ticket = app.Acme.Jira.AddIssue(id, $"OPS-{id}");
        Fill(ticket, """{"project":{"projectTypeKey":"service_desk"},"security":null}""");
        await app.ObserveAsync(id, known => change(known with { TakenAt = app.Clock.GetUtcNow() }));
        return ticket;
    }

    /// <summary>Writes it in Jira, tells of it as Jira does, and works off what follows.</summary>
    private async Task<JsonNode> CommentAsync(FakeJiraIssue ticket, string words, bool isPublic, string type = "atlassian", string account = Agent, bool mayEdit = true, Action<JsonObject>? meanwhile = null)
    {
        ticket.Commented(app.Clock.GetUtcNow(), words, isPublic, "Ada Agent", type);
        var comment = ticket.Comments[^1];
        comment["author"]!["accountId"] = account;
        comment["author"]!["accountType"] = type;
        if (mayEdit)
            app.Acme.Jira.Grant(account, SitePermissions.Edit, ticket.Id);
        var body = JsonSerializer.SerializeToNode(new { timestamp = app.Clock.GetUtcNow().ToUnixTimeMilliseconds(), webhookEvent = "comment_created", comment = comment.DeepClone(), issue = new { id = ticket.Id, key = ticket.Key, fields = new { } } })!;
        body["comment"]!["body"] = words;
        await app.TellAsync(app.Acme, body.ToJsonString());
        meanwhile?.Invoke(comment);
        await app.DrainAsync();
        // What the site's limits put off.
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.DrainAsync();
        return body;
    }

    private static void Fill(FakeJiraIssue ticket, string fields)
    {
        ticket.Fields.Clear();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            ticket.Fields[name] = value?.DeepClone();
    }

    private static JsonObject Account(string id) => new() { ["accountId"] = id, ["accountType"] = "atlassian", ["displayName"] = "Grace Hopper" };

    private Task<int> SetAsync(Incident incident, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Incident>> change) =>
        app.InAsync(app.Acme, database => database.Set<Incident>().Where(i => i.Id == incident.Id).ExecuteUpdateAsync(change, Token));

    private Task<int> EnabledAsync(InstallationState state) => app.InAsync(app.Acme, database => database.Set<Installation>().Where(site => site.Id == app.Acme.Id).ExecuteUpdateAsync(set => set.SetProperty(site => site.State, state), Token));

    /// <summary>One attempt of a delivery, outside of its lane.</summary>
    private async Task<DeliveryOutcome> AttemptAsync(FakeJiraIssue ticket, string channel, string destination, TimeSpan age = default, int number = 1)
    {
        var incident = await app.IncidentAsync(ticket.Id);
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var attempt = new DeliveryAttempt(DeliveryId.New(app.Clock), app.Acme.Id, incident.Id.Value, null, destination, number, app.Clock.GetUtcNow() - age);
        return await scope.ServiceProvider.GetServices<IDeliveryHandler>().Single(handler => handler.Channel == channel).DeliverAsync(attempt, Token);
    }

    private Task SettingsAsync(TicketSettings tickets) => app.SaveAsync(InstallationSettings.Default with { Tickets = tickets });

    private Task NoHoldingPostsAsync() => app.SaveAsync(InstallationSettings.Default with { Promises = new PromiseSettings { HoldingPosts = false } });

    private async Task<List<UpdateDraft>> DraftsAsync(FakeJiraIssue ticket)
    {
        var incident = await app.IncidentAsync(ticket.Id);
        return [.. (await app.RowsAsync<UpdateDraft>(app.Acme)).Where(draft => draft.IncidentId == incident.Id)];
    }

    private async Task<List<Delivery>> DeliveriesAsync(FakeJiraIssue ticket, string channel)
    {
        var incident = await app.IncidentAsync(ticket.Id);
        return [.. (await app.RowsAsync<Delivery>(app.Acme)).Where(delivery => delivery.IncidentId == incident.Id.Value && delivery.Channel == channel).OrderBy(delivery => delivery.Sequence)];
    }
}
