using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using JsmConnector.Benchmarks.Site;

namespace JsmConnector.Benchmarks;

/// <summary>(p): the panel beside a ticket whose incident has 200 updates, as an agent's browser asks for it, and the frame above the portal while 84 visitors a second come, 5,040 a minute. Then the last 50 tickets, explained under the settings in force and under edited ones.</summary>
internal static class PanelBenchmark
{
    private const int Issue = 60_001, Updates = 200, Views = 200, VisitorsPerSecond = 84, Seconds = 30, Explanations = 20;

    public static async Task RunAsync(BenchmarkSite site, AppProcess app)
    {
        using var client = new HttpClient();
        await site.SendAsync(app.Address, Bodies.Incident(Issue, "new", DateTimeOffset.UtcNow, "Email"));
        await UntilHeldAsync(site, app);
        for (var update = 1; update <= Updates; update++)
            await site.CallAsync(app.Address, HttpMethod.Post, $"/api/v1/incidents/OPS-{Issue}/updates", new { words = new { customers = $"We are working on it, word {update}. Mail that was sent since noon arrives late." } });

        var panel = new List<TimeSpan>();
        for (var view = -20; view < Views; view++)
        {
            var time = await ViewAsync(client, $"{app.Address}/panel/issue?issueId={Issue}", SignedTokens.ForUser(site.ClientKey, site.Secret, "administrator", TimeSpan.FromMinutes(10)));
            if (view >= 0)
                panel.Add(time);
        }
        Suite.Line($"(p) panel with {Updates} updates", Percentiles(panel));

        var visitor = SignedTokens.ForUser(site.ClientKey, site.Secret, null, TimeSpan.FromMinutes(10));
        var visits = new List<Task<TimeSpan>>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(Seconds))
        {
            visits.Add(ViewAsync(client, $"{app.Address}/portal/header?serviceDesk=1", visitor));
            var due = TimeSpan.FromSeconds((double)visits.Count / VisitorsPerSecond);
            if (due > watch.Elapsed)
                await Task.Delay(due - watch.Elapsed);
        }
        Suite.Line($"(p) portal header, {VisitorsPerSecond} visitors a second", Percentiles([.. (await Task.WhenAll(visits)).Skip(VisitorsPerSecond)]));
        await ExplainAsync(site, app);
    }

    private static async Task ExplainAsync(BenchmarkSite site, AppProcess app)
    {
        site.IsSearched = true;
        var times = new List<TimeSpan>();
        for (var number = -3; number < Explanations; number++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await site.CallAsync(app.Address, HttpMethod.Post, "/api/v1/explain", new { format = 1, rules = new { severity = new[] { new { priority = "1", severity = 2 } } } });
            if (answer!["issues"]!.AsArray().Count != 50 || answer["changed"]!.GetValue<int>() != 50)
                throw new InvalidOperationException("Not every ticket was explained under both settings.");
            if (number >= 0)
                times.Add(Stopwatch.GetElapsedTime(started));
        }
        Suite.Line("(p) the last 50 tickets explained twice", Percentiles(times));
    }

    private static async Task<TimeSpan> ViewAsync(HttpClient client, string url, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", token);
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task UntilHeldAsync(BenchmarkSite site, AppProcess app)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                await site.CallAsync(app.Address, HttpMethod.Get, $"/api/v1/incidents/OPS-{Issue}");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
        throw new TimeoutException("The incident did not come to be.");
    }

    private static string Percentiles(List<TimeSpan> times)
    {
        times.Sort();
        string At(double share) => times[(int)Math.Min(times.Count - 1, Math.Ceiling(times.Count * share) - 1)].TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"p50 {At(0.5)} ms  p95 {At(0.95)} ms  p99 {At(0.99)} ms  ({times.Count} views)";
    }
}
