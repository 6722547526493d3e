using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.WholeApp;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>Whatever the ticket: what the explanation says beforehand is what the app then does with its event.</summary>
public sealed partial class ExplainAgreesTests : IClassFixture<InstalledSites>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private const int Tickets = 60;
    private readonly InstalledSites _app;

    public ExplainAgreesTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    private static void Shape(JsonObject body, Random chance)
    {
        var (status, category) = One(("Open", "new"), ("Work in progress", "indeterminate"), ("Monitoring", "indeterminate"), ("Resolved", "done"));
        body.With("issuetype", Named(One("[System] Incident", "Incident", "Task"))).With("project", new JsonObject { ["key"] = "OPS", ["projectTypeKey"] = One("service_desk", "service_desk", "software") })
            .Status(status, category).Components(Some("Email", "VPN", "Wi-Fi")).With("labels", new JsonArray([.. Some("security", TestIncident.Label).Select(label => (JsonNode)label)]))
            .With("priority", Named(One("Highest", "High", "Medium", "Low", "Unheard of", null)))
            .With("resolution", category == "done" ? Named(One("Done", "Duplicate", null)) : null)
            .With("security", Named(One(null, null, "Internal")));

        T One<T>(params ReadOnlySpan<T> values) => values[chance.Next(values.Length)];

        IEnumerable<string> Some(params IEnumerable<string> values) => [.. values.Where(_ => chance.Next(3) == 0)];

        static JsonObject? Named(string? name) => name is null ? null : new JsonObject { ["id"] = "77", ["name"] = name };
    }

    [Fact]
    public async Task The_explanation_of_a_ticket_is_what_becomes_of_it()
    {
        var chance = new Random();
        for (var number = 0; number < Tickets; number++)
        {
            var id = $"{91_000 + number}";
            var told = TicketEvent.Of(id, "jira:issue_created", _app.Clock.GetUtcNow());
            Shape(told, chance);
            var issue = _app.Acme.Jira.AddIssue(id, $"OPS-{id}");
            foreach (var field in told.Fields().ToList())
                issue.Fields[field.Key] = field.Value?.DeepClone();

            var explained = await ExplainAsync(id);
            await _app.TellAsync(_app.Acme, told.ToJsonString());
            await _app.DrainAsync();

            Assert.Equal($"{explained} of {told.ToJsonString()}", $"{await DoneAsync(id)} of {told.ToJsonString()}");
        }
    }

    private async Task<Outcome> ExplainAsync(string id)
    {
        var answer = await _app.AskAsync(_app.Acme, HttpMethod.Get, $"/api/v1/explain/OPS-{id}", Administrator);
        var now = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["now"]!;
        return (bool)now["isIncident"]!
            ? new Outcome(true, (string?)now["stage"], (int?)now["severity"], (string?)now["class"], Line(now["components"]!.AsArray().Select(name => (string)name!)), Said((string?)now["words"]), Line(now["deliveries"]!.AsArray().Select(where => (string)where!)))
            : new Outcome(false, null, null, null, "", null, "");
    }

    private async Task<Outcome> DoneAsync(string id)
    {
        if ((await _app.RowsAsync<Incident>(_app.Acme)).Find(incident => incident.IssueId == id) is not { } held)
            return new Outcome(false, null, null, null, "", null, "");
        var words = (await _app.RowsAsync<IncidentUpdate>(_app.Acme)).Find(update => update.IncidentId == held.Id)?.CustomerWords;
        var deliveries = (await _app.RowsAsync<Delivery>(_app.Acme)).Where(delivery => delivery.IncidentId == held.Id.Value).Select(delivery => $"{DestinationNames.Of(delivery.Channel, delivery.Destination)} ({delivery.Audience})").Distinct();
        return new Outcome(true, held.Stage.Name(), held.Severity.Level, held.Class, Line(held.AffectedNames()), Said(words), Line(words is null ? [] : deliveries));
    }

    /// <summary>A minute may pass between the two.</summary>
    private static string? Said(string? words) => words is null ? null : Clock().Replace(words, "hh:mm");

    [GeneratedRegex(@"\d{1,2}:\d{2}", RegexOptions.None, 1000)]
    private static partial Regex Clock();

    private static string Line(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private sealed record Outcome(bool IsIncident, string? Stage, int? Severity, string? Class, string Components, string? Words, string Deliveries);
}
