using System.Net;
using JsmConnector.IntegrationTests.Notifications;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>From incidents and what came of their deliveries to the figures on the screen and in the file.</summary>
public sealed class ScorecardTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private const string Stranger = "5b10ac8d82e05b22cc7d4e09";

    [Fact]
    public async Task Promises_and_deliveries_are_counted_and_only_administrators_see_them()
    {
        app.Acme.Jira.Administrators.Add(Administrator);
        await app.TellAsync("core", "slack-webhook");
        await app.OpenAsync();
        await app.DrainAsync();

        var (page, csv) = (await TextAsync("/admin/scorecard", Administrator), await TextAsync("/api/v1/scorecard.csv", Administrator));
        Assert.Contains("By month", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Contains("Severity 2", page, StringComparison.Ordinal);
        Assert.Matches(@"severity,""Severity 2"",1,60,\d+,0,0,3,3,0", csv);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.AskAsync(app.Acme, HttpMethod.Get, "/api/v1/scorecard", Stranger)).StatusCode);
        Assert.DoesNotContain("Severity 2", await TextAsync("/admin/scorecard", Administrator, app.Rival), StringComparison.Ordinal);

        // The promise was not kept, so that there is something to draw.
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("<svg", await TextAsync("/admin/scorecard", Administrator), StringComparison.Ordinal);
        Assert.Matches(@"severity,""Severity 2"",1,60,\d+,0,1,", await TextAsync("/api/v1/scorecard.csv", Administrator));
    }

    private async Task<string> TextAsync(string path, string account, WholeApp.Site? site = null)
    {
        (site ?? app.Acme).Jira.Administrators.Add(account);
        var answer = await app.AskAsync(site ?? app.Acme, HttpMethod.Get, path, account);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
