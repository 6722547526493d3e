using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace JsmConnector.Benchmarks.Site;

/// <summary>The app as production runs it, in a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private AppProcess(Process process, string address, TimeSpan startToReady) => (Process, Address, StartToReady) = (process, address, startToReady);

    public Process Process { get; }
    public string Address { get; }
    public TimeSpan StartToReady { get; }

    /// <param name="at">Where it listens, so that one that comes back has the address it had; null: anywhere.</param>
    public static async Task<AppProcess> StartAsync(
        string connectionString, string site, string encryptionKey, IReadOnlyDictionary<string, string>? settings = null, string? at = null)
    {
        var assembly = typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "AppAssembly").Value!;
        var address = at ?? $"http://127.0.0.1:{FreePort.Take()}";
        var start = new ProcessStartInfo("dotnet", [assembly]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly) };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["App__BaseUrl"] = address;
        start.Environment["App__EncryptionKey"] = encryptionKey;
        start.Environment["App__ManagementUrl"] = "off";
        start.Environment["ConnectionStrings__Postgres"] = connectionString;
        start.Environment["Atlassian__ConnectInstallKeysUrl"] = $"{site}/install-keys";
        start.Environment["Atlassian__AllowedSiteHosts__0"] = "127.0.0.1";
        start.Environment["Outbound__AllowLoopback"] = "true";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        // As the container image sets them.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "262144";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "262144";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var log = new Queue<string>();
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Keep(log, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(process, address, log);
        return new AppProcess(process, address, watch.Elapsed);
    }

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static async Task WaitUntilReadyAsync(Process process, string address, Queue<string> log)
    {
        using var client = new HttpClient();
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The app ended at its start:\n{string.Join('\n', log)}");
            try
            {
                using var answer = await client.GetAsync($"{address}/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(10);
        }
    }

    private static void Keep(Queue<string> log, string? line)
    {
        lock (log)
        {
            if (line is not null)
                log.Enqueue(line);
            // Warnings of the app during a measurement explain its figures.
            if (line is not null && Environment.GetEnvironmentVariable("BENCHMARK_VERBOSE") is not null)
                Console.WriteLine($"    [app] {line}");
            while (log.Count > 50)
                log.Dequeue();
        }
    }
}
