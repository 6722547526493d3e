using System.Diagnostics;
using System.Globalization;

namespace JsmConnector.Benchmarks.Load;

/// <param name="Failures">Answers of 400 and above plus broken connections.</param>
internal sealed record LoadResult(long Requests, TimeSpan Duration, TimeSpan P50, TimeSpan P99, long Failures)
{
    public double PerSecond => Requests / Duration.TotalSeconds;
}

/// <summary>Drives wrk against loopback: one thread, so that load and app share two cores as stated.</summary>
internal static class Wrk
{
    public static async Task<LoadResult> RunAsync(string url, int connections, TimeSpan duration, string script, IEnumerable<string> headers, params string[] arguments)
    {
        var start = new ProcessStartInfo("wrk") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] options = ["-t1", $"-c{connections}", $"-d{(int)duration.TotalSeconds}s", "--timeout", "20s", "-s", Path.Combine(AppContext.BaseDirectory, script)];
        foreach (var option in options.Concat(headers.SelectMany(header => new[] { "-H", header })).Append(url).Append("--").Concat(arguments))
            start.ArgumentList.Add(option);
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var line = output.Split('\n').FirstOrDefault(text => text.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk gave no result:\n{output}\n{await wrk.StandardError.ReadToEndAsync()}");
        var numbers = line.Split(' ')[1..].Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new LoadResult(numbers[0], Micro(numbers[1]), Micro(numbers[2]), Micro(numbers[3]), numbers[4] + numbers[5]);
    }

    private static TimeSpan Micro(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
}
