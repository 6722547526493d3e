using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;

namespace JsmConnector.Benchmarks;

/// <summary>(c): from Jira's 204 to the moment the change is readable, on the public page and in the portal header, through all queues.</summary>
internal static class VisibilityBenchmark
{
    private const int Samples = 60;

    public static async Task RunAsync(BenchmarkSite site, AppProcess app)
    {
        using var client = new HttpClient();
        var (page, portal) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var sample = -10; sample < Samples; sample++)
        {
            var service = $"Service {sample + 1000}";
            await site.SendAsync(app.Address, Bodies.Incident(50_000 + sample, "new", DateTimeOffset.UtcNow, service));
            var watch = Stopwatch.StartNew();
            var onPage = UntilAsync(client, () => new HttpRequestMessage(HttpMethod.Get, $"{app.Address}/status/local/api/v2/summary.json"), service, watch);
            var onPortal = UntilAsync(client, () => Signed(site, $"{app.Address}/portal/header"), service, watch);
            await Task.WhenAll(onPage, onPortal);
            await site.SendAsync(app.Address, Bodies.Incident(50_000 + sample, "done", DateTimeOffset.UtcNow, service));
            if (sample >= 0)
            {
                page.Add(await onPage);
                portal.Add(await onPortal);
            }
        }
        Suite.Line("(c) webhook accepted to public page", Percentiles(page));
        Suite.Line("(c) webhook accepted to portal header", Percentiles(portal));
    }

    private static HttpRequestMessage Signed(BenchmarkSite site, string url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {SignedTokens.ForUser(site.ClientKey, site.Secret, null, TimeSpan.FromMinutes(3))}");
        return request;
    }

    private static async Task<TimeSpan> UntilAsync(HttpClient client, Func<HttpRequestMessage> ask, string text, Stopwatch watch)
    {
        while (watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            using var request = ask();
            using var answer = await client.SendAsync(request);
            if ((await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal))
                return watch.Elapsed;
            await Task.Delay(5);
        }
        throw new TimeoutException($"'{text}' did not appear within 20 seconds.");
    }

    private static string Percentiles(List<TimeSpan> times)
    {
        times.Sort();
        string At(double share) => times[(int)Math.Min(times.Count - 1, Math.Ceiling(times.Count * share) - 1)].TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        return $"p50 {At(0.5)} ms  p95 {At(0.95)} ms  p99 {At(0.99)} ms  ({times.Count} incidents)";
    }
}
