using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.Tickets.State;

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
        var ticket = await OpenAsync(known => known);
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
    }

    private async Task<FakeJiraIssue> OpenAsync(Func<IssueSnapshot, IssueSnapshot> change)
    {
        var id = await app.OpenAsync();
        var ticket = app.Acme.Jira.AddIssue(id, $"OPS-{id}");
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
        return body;
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
