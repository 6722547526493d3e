using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;

namespace JsmConnector.Benchmarks;

/// <summary>From Jira's 204 to the moment an update is in the hands of fifty receivers, five audiences with ten channels each.</summary>
internal static class ChannelsBenchmark
{
    private const int Destinations = 50, Audiences = 5, Samples = 20, WarmUp = 3;

    public static async Task RunAsync()
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var site = await BenchmarkSite.StartAsync();
        var told = new ConcurrentQueue<long>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receivers = builder.Build();
        receivers.MapPost("/{number:int}", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            told.Enqueue(Stopwatch.GetTimestamp());
        });
        await receivers.StartAsync();
        await using var app = await AppProcess.StartAsync(database.ConnectionString, site.Address, AppProcess.NewKey(), new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" });
        await site.InstallAsync(app.Address);
        await site.SaveSettingsAsync(app.Address, Settings(receivers.Urls.First()));

        var times = new List<TimeSpan>();
        for (var sample = 0; sample < WarmUp + Samples; sample++)
        {
            told.Clear();
            await site.SendAsync(app.Address, Bodies.Incident(60_000 + sample, "new", DateTimeOffset.UtcNow, "Email"));
            var accepted = Stopwatch.GetTimestamp();
            while (told.Count < Destinations)
            {
                if (Stopwatch.GetElapsedTime(accepted) > TimeSpan.FromSeconds(30))
                    throw new TimeoutException($"{told.Count} of {Destinations} receivers were told within 30 seconds.");
                await Task.Delay(5);
            }
            if (sample >= WarmUp)
                times.AddRange(told.Select(at => at > accepted ? Stopwatch.GetElapsedTime(accepted, at) : TimeSpan.Zero));
        }
        times.Sort();
        Suite.Line("(n) webhook accepted to fifty receivers", string.Create(CultureInfo.InvariantCulture,
            $"p50 {times[times.Count / 2].TotalMilliseconds:0} ms, p95 {times[times.Count * 95 / 100].TotalMilliseconds:0} ms, most {times[^1].TotalMilliseconds:0} ms ({Samples} incidents)"));
    }

    private static object Settings(string receivers) => new
    {
        channels = Enumerable.Range(0, Destinations).Select(number => new
        {
            id = $"to-{number}",
            kind = "webhook",
            options = new { url = $"{receivers}/{number}" },
            secrets = new { secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G" },
        }),
        audiences = new[] { "core", "support", "executives", "employees", "customers" }.Select((name, index) => new
        {
            name,
            channels = Enumerable.Range(0, Destinations).Where(number => number % Audiences == index).Select(number => $"to-{number}"),
        }),
    };
}
