using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Customers of linked requests are told on their request, each once.</summary>
public sealed class JiraRequestsTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private static int _next = 80_000;

    [Fact]
    public async Task Every_linked_request_gets_the_public_words_once_and_nothing_else_does()
    {
        await app.TellAsync("customers", "jira");
        var (request, task, other) = (Request("service_desk"), Request("software"), await app.OpenAsync());
        app.Acme.Jira.AddIssue(other, $"OPS-{other}").Fields["project"] = Project("service_desk");
        var ticket = await OpenLinkedAsync(request.Id, task.Id, other, request.Id);
        await app.DrainAsync();

        var comment = Assert.Single(request.Comments);
        Assert.Empty(task.Comments);
        Assert.False((bool)comment["properties"]!.AsArray().Single(property => (string?)property!["key"] == "sd.public.comment")!["value"]!["internal"]!);
        Assert.Contains("We are looking into a problem with our services.", comment["body"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain($"OPS-{ticket}", comment["body"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket)).State);
    }

    [Fact]
    public async Task An_audience_of_one_organisation_is_told_on_the_requests_that_are_shared_with_it()
    {
        await SaveAsync("globex, Initech");
        var (shared, other, none) = (Shared("7", "Globex"), Shared("8", "Umbrella"), Request("service_desk"));
        var ticket = await OpenLinkedAsync(shared.Id, other.Id, none.Id);
        await app.DrainAsync();

        Assert.Contains("Wir untersuchen ein Problem", Assert.Single(shared.Comments)["body"]!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Empty(other.Comments);
        Assert.Empty(none.Comments);
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket)).State);
    }

    [Theory]
    [InlineData("Acme, Inc.\n8")]
    [InlineData("8\r\nAcme, Inc.")]
    public async Task Organisations_are_named_on_lines_of_their_own_or_by_their_ids(string organizations)
    {
        var (acme, namesake, eight) = (Shared("6", "Acme, Inc."), Shared("7", "Acme"), Shared("8", "Umbrella"));
        await SaveAsync(organizations);
        var ticket = await OpenLinkedAsync(acme.Id, namesake.Id, eight.Id);
        await app.DrainAsync();

        Assert.Single(acme.Comments);
        Assert.Empty(namesake.Comments);
        Assert.Single(eight.Comments);
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket)).State);
    }

    [Theory]
    [InlineData("Acme, Inc.")]
    [InlineData("Globex, Acme, Inc.")]
    public async Task Where_no_linked_request_belongs_to_an_organisation_of_the_channel_the_ledger_names_the_setting(string organizations)
    {
        var namesake = Shared("7", "Acme");
        await SaveAsync(organizations);
        var ticket = await OpenLinkedAsync(namesake.Id);
        await app.DrainAsync();

        Assert.Empty(namesake.Comments);
        var row = await LedgerAsync(ticket);
        Assert.Equal(DeliveryState.Suppressed, row.State);
        Assert.Contains("option organizations", row.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JiraFault.DropAfter)]
    [InlineData(JiraFault.DropBefore)]
    [InlineData(JiraFault.Unavailable)]
    [InlineData(JiraFault.RateLimited)]
    public async Task A_lost_answer_tells_nobody_twice_and_nobody_is_left_out(JiraFault fault)
    {
        await app.TellAsync("customers", "jira");
        var (first, second) = (Request("service_desk"), Request("service_desk"));
        var ticket = await OpenLinkedAsync(first.Id, second.Id);
        app.Acme.Jira.FailAfter($"{second.Id}/comment", 1, fault);
        await app.DrainAsync();
        for (var attempt = 0; attempt < 3 && (await LedgerAsync(ticket)).State != DeliveryState.Delivered; attempt++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            await app.DrainAsync();
        }

        Assert.Single(first.Comments);
        Assert.Single(second.Comments);
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket)).State);
    }

    [Fact]
    public async Task A_refusal_is_told_with_what_to_do()
    {
        await app.TellAsync("customers", "jira");
        var request = Request("service_desk");
        var ticket = await OpenLinkedAsync(request.Id);
        app.Acme.Jira.FailAfter($"{request.Id}/comment", 1, JiraFault.Forbidden);
        await app.DrainAsync();

        var row = await LedgerAsync(ticket);
        Assert.Equal(DeliveryState.Failed, row.State);
        Assert.Contains("permission to comment", row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jira_writes_to_its_own_people_and_a_group_that_vanished_stands_in_nobodys_way()
    {
        app.Acme.Jira.Mails.Clear();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "staff", Kind = "jira-mail", Options = new Dictionary<string, string> { ["groups"] = "vanished, board", ["roles"] = "Service Desk Team", ["users"] = "ben", ["ticket"] = "Assignee" } }],
            Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name == "executives" ? known with { Channels = ["staff"] } : known)],
        });
        var ticket = await OpenLinkedAsync();
        app.Acme.Jira.Issue(ticket).Fields["project"] = new JsonObject { ["id"] = "10000" };
        await app.DrainAsync();

        var incident = await app.IncidentAsync(ticket);
        var rows = (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.IncidentId == incident.Id.Value && row.Channel == "jira-mail").ToDictionary(row => row.Destination);
        var to = app.Acme.Jira.Mails.Select(mail => mail.Mail["to"]!.ToJsonString()).Order(StringComparer.Ordinal);
        Assert.Equal(["{\"assignee\":true}", "{\"groups\":[{\"name\":\"board\"}]}", "{\"users\":[{\"accountId\":\"ada\"}],\"groups\":[{\"name\":\"desk\"}]}", "{\"users\":[{\"accountId\":\"ben\"}]}"], to);
        Assert.All(app.Acme.Jira.Mails, mail => Assert.Contains($"a problem with our services is being investigated (OPS-{ticket})", mail.Mail["textBody"]!.ToString(), StringComparison.Ordinal));
        Assert.Equal(DeliveryState.Failed, rows["staff/group:vanished"].State);
        Assert.Contains("group vanished (400): it may have vanished", rows["staff/group:vanished"].Reason, StringComparison.Ordinal);
        Assert.Equal(4, rows.Values.Count(row => row.State == DeliveryState.Delivered));
    }

    [Theory]
    [InlineData(JiraFault.DropAfter)]
    [InlineData(JiraFault.DropBefore)]
    public async Task An_answer_of_jira_that_got_lost_writes_to_nobody_twice(JiraFault fault)
    {
        app.Acme.Jira.Mails.Clear();
        await app.TellAsync("core", "jira-mail");
        var ticket = await OpenLinkedAsync();
        app.Acme.Jira.FailAfter($"{ticket}/notify", 0, fault);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DrainAsync();

        Assert.Equal(fault == JiraFault.DropAfter ? 1 : 0, app.Acme.Jira.Mails.Count);
        var incident = await app.IncidentAsync(ticket);
        Assert.Equal(DeliveryState.Unknown, (await app.RowsAsync<Delivery>(app.Acme)).Single(row => row.IncidentId == incident.Id.Value && row.Channel == "jira-mail").State);
    }

    [Theory]
    [InlineData("jira")]
    [InlineData("x")]
    [InlineData("bluesky")]
    [InlineData("mastodon")]
    public async Task A_channel_that_everybody_reads_is_for_public_words_only(string kind)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var wanted = InstallationSettings.Default with
        {
            Channels = [app.Entry(kind)],
            Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name is "core" or "customers" ? known with { Channels = [$"my-{kind}"] } : known)],
        };

        var mistake = Assert.Single(scope.ServiceProvider.GetRequiredService<SaveSettings>().Mistakes(wanted));
        Assert.Equal("audiences[0].channels", mistake.Field);
    }

    [Fact]
    public async Task A_channel_that_names_the_ticket_is_refused_where_public_words_are_read()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var wanted = InstallationSettings.Default with
        {
            Channels = [app.Entry("jira-mail")],
            Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name is "core" or "customers" ? known with { Channels = ["my-jira-mail"] } : known)],
        };

        var mistake = Assert.Single(scope.ServiceProvider.GetRequiredService<SaveSettings>().Mistakes(wanted));
        Assert.Equal("audiences[4].channels", mistake.Field);
    }

    /// <summary>An audience of the requests that are shared with these organisations.</summary>
    private async Task SaveAsync(string organizations)
    {
        if (!app.Acme.Jira.Fields.Any(field => (string?)field!["id"] == "customfield_10900"))
            app.Acme.Jira.Fields.Add(new JsonObject { ["id"] = "customfield_10900", ["name"] = "Organizations", ["schema"] = new JsonObject { ["type"] = "array", ["custom"] = "com.atlassian.servicedesk:sd-customer-organizations" } });
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "partner", Kind = "jira", Options = new Dictionary<string, string> { ["organizations"] = organizations } }],
            Audiences = [new AudienceSettings { Name = "partners", Channels = ["partner"], Language = "de" }],
        });
    }

    private FakeJiraIssue Shared(string id, string organization)
    {
        var request = Request("service_desk");
        request.Fields["customfield_10900"] = new JsonArray(new JsonObject { ["id"] = id, ["name"] = organization });
        return request;
    }

    private FakeJiraIssue Request(string type)
    {
        var id = $"{Interlocked.Increment(ref _next)}";
        var issue = app.Acme.Jira.AddIssue(id, $"HELP-{id}");
        issue.Fields["project"] = Project(type);
        return issue;
    }

    private static JsonObject Project(string type) => new() { ["key"] = "HELP", ["projectTypeKey"] = type };

    private async Task<string> OpenLinkedAsync(params string[] linked)
    {
        var ticket = $"{Interlocked.Increment(ref _next)}";
        app.Acme.Jira.AddIssue(ticket, $"OPS-{ticket}").Fields["issuelinks"] = new JsonArray([.. linked.Select((id, index) => new JsonObject
        {
            ["type"] = new JsonObject { ["name"] = "Problem/Incident" },
            [index % 2 == 0 ? "inwardIssue" : "outwardIssue"] = new JsonObject { ["id"] = id, ["key"] = $"HELP-{id}" },
        })]);
        await app.ObserveAsync(ticket, known => known);
        return ticket;
    }

    private async Task<Delivery> LedgerAsync(string ticket)
    {
        var incident = await app.IncidentAsync(ticket);
        return (await app.RowsAsync<Delivery>(app.Acme)).Single(row => row.IncidentId == incident.Id.Value && row.Channel == "jira");
    }
}
