using System.Net.Http.Json;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>The sandbox as a site that installs nothing: `--Door=webhook`.</summary>
public sealed class SandboxWithASignedWebhook : SandboxProcess
{
    protected override string? Door => "webhook";
}

public sealed class SignedDoorTests(SandboxWithASignedWebhook sandbox, Chromium chromium) : IClassFixture<SandboxWithASignedWebhook>, IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_of_a_site_without_the_app_reaches_the_public_page()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var status = await context.NewPageAsync();

        await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority = "Highest", services = new[] { "Email" } }, Token);
        await status.GotoAsync($"{sandbox.App}/status");

        await Assertions.Expect(status.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email", new() { Timeout = 40_000 });
        Assert.DoesNotContain("mail-db-03", await status.ContentAsync(), StringComparison.Ordinal);
    }
}
