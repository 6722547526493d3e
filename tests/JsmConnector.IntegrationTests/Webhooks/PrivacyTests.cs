using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.WholeApp;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>A whole incident whose ticket is full of secrets, then every word that strangers and customers can read of it.</summary>
public sealed partial class PrivacyTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private const string Issue = "51001";
    private const string Component = "Checkout";

    /// <summary>Each where a ticket holds something: none may come out.</summary>
    private static readonly string[] Secrets =
    [
        "SUMMARYSECRET", "DESCRIPTIONSECRET", "INTERNALCOMMENTSECRET", "PUBLICCOMMENTSECRET", "EDITEDCOMMENTSECRET", "LABELSECRET", "FIELDSECRET", "CHANGESECRET", "RESOLUTIONSECRET",
        "STATUSSECRET", "Agatha Agentsecret", "Reto Reportersecret", "Carla Commentsecret", "secret.person@example.com", "557058:accountsecret", "OPS-51001", "ATTACHMENTSECRET", "REQUESTTYPESECRET",
    ];

    [Fact]
    public async Task Nothing_of_a_ticket_but_components_states_and_times_comes_out_in_public()
    {
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-30);
        await TellAsync(Ticket(at, "jira:issue_created"));
        await TellAsync(Comment(at.AddMinutes(1), "1", "INTERNALCOMMENTSECRET", isPublic: false));
        await TellAsync(Comment(at.AddMinutes(2), "2", "PUBLICCOMMENTSECRET", isPublic: true));
        await TellAsync(Ticket(at.AddMinutes(3)).Status("STATUSSECRET", "indeterminate"));
        await ReadEverythingAsync("while it lasts", 4);
        await TellAsync(Comment(at.AddMinutes(4), "2", "EDITEDCOMMENTSECRET", isPublic: true, "comment_updated"));
        await TellAsync(Ticket(at.AddMinutes(5)).Status("Monitoring", "indeterminate").With("priority", new JsonObject { ["id"] = "1", ["name"] = "Highest" }));
        await TellAsync(Ticket(at.AddMinutes(9)).Status("Done", "done").With("resolution", new JsonObject { ["name"] = "RESOLUTIONSECRET" }).With("resolutiondate", TicketEvent.Time(at.AddMinutes(9))));
        await ReadEverythingAsync("after its end", 8);
    }

    /// <summary>What came in can be read again by the people of the site: the secrets were there to be told.</summary>
    private async Task ReadEverythingAsync(string when, int fewestSecretsInside)
    {
        var inside = string.Join('\n', (await app.RowsAsync<TimelineEntry>(app.Acme)).Select(entry => entry.Text + entry.Actor)
            .Concat((await app.RowsAsync<Incident>(app.Acme)).Select(incident => incident.Summary + incident.IssueKey)));
        Assert.InRange(Secrets.Count(secret => inside.Contains(secret, StringComparison.Ordinal)), fewestSecretsInside, Secrets.Length);

        var incident = (await app.RowsAsync<Incident>(app.Acme)).Single(incident => incident.IssueId == Issue);
        var outputs = await OutputsAsync(incident.Id.Public());
        foreach (var (path, text) in outputs)
        {
            var plain = WebUtility.HtmlDecode(Escaped().Replace(text, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 16)).ToString()));
            foreach (var secret in Secrets)
            {
                Assert.False(
                    text.Contains(secret, StringComparison.OrdinalIgnoreCase) || plain.Contains(secret, StringComparison.OrdinalIgnoreCase),
                    $"{when}, {path} tells '{secret}':\n{text}");
            }
        }
        Assert.Contains(Component, outputs[$"/status/{app.Acme.Address}"], StringComparison.Ordinal);
        Assert.Contains(Component, outputs["/portal/header"], StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> OutputsAsync(string incident)
    {
        var root = $"/status/{app.Acme.Address}";
        string[] paths =
        [
            "", "/history", "/updates", "/api/v2/summary.json", "/api/v2/status.json", "/api/v2/components.json", "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json",
            "/api/v2/scheduled-maintenances.json", "/api/v2/scheduled-maintenances/upcoming.json", "/api/v2/scheduled-maintenances/active.json",
            "/history.atom", "/history.rss", "/feed.json", "/badge.svg", $"/incidents/{incident}",
        ];
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        await app.RenewAsync(app.Acme);
        foreach (var path in paths.Select(path => root + path))
            outputs[path] = await TextAsync(await app.GetAsync(path), path);
        // Links of these pages lead to nothing that was forgotten here.
        foreach (var link in outputs.Values.SelectMany(text => Links().Matches(text).Select(match => match.Groups["path"].Value)).Where(link => !outputs.ContainsKey(link)).Distinct().ToList())
            outputs[link] = await TextAsync(await app.GetAsync(link), link);
        foreach (var account in new[] { null, "qm:0f0e0d0c:0a0b0c0d", "5b10ac8d82e05b22cc7d4ef5" })
            outputs["/portal/header"] = outputs.GetValueOrDefault("/portal/header") + await TextAsync(await app.AskAsync(app.Acme, HttpMethod.Get, "/portal/header", account), "/portal/header");
        foreach (var path in new[] { "/", "/status", "/health/ready" })
            outputs[path] = await (await app.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return outputs;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, string path)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}");
        return answer.Headers + await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task TellAsync(JsonObject body)
    {
        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, Encoding.UTF8.GetBytes(body.ToJsonString()))).StatusCode);
        await app.DrainAsync();
    }

    private static JsonObject Ticket(DateTimeOffset at, string name = "jira:issue_updated")
    {
        var body = TicketEvent.Of(Issue, name, at).Components(Component)
            .With("summary", "SUMMARYSECRET at the bank <b>SUMMARYSECRET</b>").With("description", "DESCRIPTIONSECRET https://wiki.example.com/DESCRIPTIONSECRET")
            .With("labels", new JsonArray("LABELSECRET")).With("customfield_10099", "FIELDSECRET")
            .With("assignee", Person("Agatha Agentsecret")).With("reporter", Person("Reto Reportersecret"))
            .With("attachment", new JsonArray(new JsonObject { ["filename"] = "ATTACHMENTSECRET.png" }))
            .With("customfield_10010", new JsonObject { ["requestType"] = new JsonObject { ["id"] = "99", ["name"] = "REQUESTTYPESECRET" }, ["currentStatus"] = new JsonObject { ["status"] = "STATUSSECRET" } });
        body["user"] = Person("Agatha Agentsecret");
        body["changelog"] = new JsonObject
        {
            ["id"] = $"{at.ToUnixTimeSeconds()}",
            ["items"] = new JsonArray(new JsonObject { ["field"] = "Root cause", ["fieldId"] = "customfield_10099", ["fromString"] = "", ["toString"] = "CHANGESECRET" }),
        };
        return body;
    }

    private static JsonObject Comment(DateTimeOffset at, string id, string text, bool isPublic, string name = "comment_created")
    {
        var body = Ticket(at, name);
        body.Remove("changelog");
        body["comment"] = new JsonObject
        {
            ["id"] = id,
            ["self"] = $"https://acme.example.com/rest/api/2/issue/{Issue}/comment/{id}",
            ["body"] = $"{text} says secret.person@example.com",
            ["jsdPublic"] = isPublic,
            ["author"] = Person("Carla Commentsecret"),
            ["created"] = TicketEvent.Time(at),
            ["updated"] = TicketEvent.Time(at),
        };
        return body;
    }

    private static JsonObject Person(string name) => new() { ["accountId"] = "557058:accountsecret", ["displayName"] = name, ["emailAddress"] = "secret.person@example.com" };

    [GeneratedRegex("""(href|src)="(?<path>/[^"#?]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"\\u(?<code>[0-9a-fA-F]{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();
}
