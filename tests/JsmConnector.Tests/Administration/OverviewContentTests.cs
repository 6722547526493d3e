using JsmConnector.Administration;
using JsmConnector.Installations;
using JsmConnector.Tests.Platform.Html;

namespace JsmConnector.Tests.Administration;

public sealed class OverviewContentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 8, 0, TimeSpan.Zero);

    private static readonly OverviewModel Fresh = new()
    {
        Now = Now,
        SiteUrl = "https://acme.atlassian.net",
        State = InstallationState.Enabled,
        InstalledAt = Now,
        LastEventAt = null,
        StatusPageUrl = "https://app.example/status/acme",
        SettingsUrl = "https://app.example/api/v1/settings",
        SettingsSchemaUrl = "https://app.example/schemas/settings.json",
        Dead = [],
        Waiting = [],
        Rejected = [],
        SessionToken = "token",
        ActionPath = "/admin",
    };

    [Fact]
    public async Task A_fresh_installation_teaches_what_will_appear_and_how()
    {
        var html = await RenderAsync(Fresh);

        Assert.Contains("Set up makes a test ticket", html, StringComparison.Ordinal);
        Assert.Contains("Nothing has failed.", html, StringComparison.Ordinal);
        Assert.Contains("Every event was understood.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"delivery\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_delivery_has_its_reason_and_two_buttons_that_carry_our_own_token()
    {
        var id = Guid.NewGuid();

        var html = await RenderAsync(Fresh with { Dead = [new DeadDelivery(id, "Status page", "OPS-7", "https://acme.atlassian.net/browse/OPS-7", "The API key is not valid.", 1, Now)] });

        Assert.Contains("The API key is not valid.", html, StringComparison.Ordinal);
        Assert.Contains("name=\"session\" value=\"token\"", html, StringComparison.Ordinal);
        Assert.Contains($"name=\"delivery\" value=\"{id}\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"replay\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"skip\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reasons_from_outside_arrive_as_text()
    {
        const string hostile = "<img src=x onerror=alert(1)>";

        var html = await RenderAsync(Fresh with
        {
            Dead = [new DeadDelivery(Guid.NewGuid(), hostile, hostile, null, hostile, 1, Now)],
            Waiting = [new WaitingDelivery(hostile, hostile, hostile, 2, Now)],
            Rejected = [new RejectedEvent(hostile, hostile, hostile, Now)],
        });

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    private static Task<string> RenderAsync(OverviewModel model) => Rendered.OfAsync<OverviewContent, OverviewModel>(model);
}
