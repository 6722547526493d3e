using System.Text.Json.Nodes;
using JsmConnector.IntegrationTests.Incidents;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>A ticket that only some people may see puts nothing on the page, not even a healthy component.</summary>
public sealed class HiddenTicketTests(PromisesApp app) : IClassFixture<PromisesApp>
{
    [Fact]
    public async Task A_component_that_only_a_hidden_ticket_names_appears_when_the_ticket_is_opened_to_all()
    {
        await app.ObserveAsync("90001", ticket => ticket with { HasSecurityLevel = true, AffectedServices = ["Payroll of the board"] });
        await app.ObserveAsync("90002", ticket => ticket with { AffectedServices = ["Email"] });

        Assert.Equal(["Email"], await ComponentsAsync());
        foreach (var document in new[] { "", "/llms.txt", "/history.atom", "/api/v2/summary.json", "/embed.json" })
            Assert.DoesNotContain("Payroll", await ReadAsync(document), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.ObserveAsync("90001", ticket => ticket with { AffectedServices = ["Payroll of the board"] });

        Assert.Equal(["Email", "Payroll of the board"], await ComponentsAsync());
        // Readers count from the moment at which they could know of it.
        var row = JsonNode.Parse(await ReadAsync("/api/v2/components.json"))!["components"]!.AsArray().Single(component => (string?)component!["name"] == "Payroll of the board")!;
        Assert.True(DateTimeOffset.Parse((string)row["created_at"]!, System.Globalization.CultureInfo.InvariantCulture) > app.Clock.GetUtcNow().AddMinutes(-2));
    }

    [Fact]
    public async Task A_service_that_is_added_while_the_ticket_is_hidden_stays_hidden_with_it()
    {
        await app.ObserveAsync("90003", ticket => ticket with { AffectedServices = ["Chat"] });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.ObserveAsync("90003", ticket => ticket with { HasSecurityLevel = true, AffectedServices = ["Chat", "Secret project"] });

        Assert.DoesNotContain("Secret project", await ComponentsAsync());
        foreach (var document in new[] { "", "/history", "/history.atom", "/api/v2/incidents.json" })
            Assert.DoesNotContain("Secret project", await ReadAsync(document), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ComponentsAsync() =>
        [.. JsonNode.Parse(await ReadAsync("/api/v2/components.json"))!["components"]!.AsArray().Select(component => (string)component!["name"]!).Where(name => name != "Chat").Order(StringComparer.Ordinal)];

    private async Task<string> ReadAsync(string document)
    {
        await app.DrainAsync();
        await app.RenewAsync(app.Acme);
        var answer = await app.GetAsync($"/status/{app.Acme.Address}{document}");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
