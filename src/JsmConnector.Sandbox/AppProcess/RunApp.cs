using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace JsmConnector.Sandbox.AppProcess;

/// <summary>The app in a process of its own, configured by nothing but its documented settings.</summary>
public sealed class RunApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _pidFile;

    private RunApp(Process process, string pidFile) => (_process, _pidFile) = (process, pidFile);

    public static string Metadata(string key) =>
        typeof(RunApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;

    public static RunApp Start(string site, string address, string dataFolder, IReadOnlyDictionary<string, string>? more = null)
    {
        var pidFile = Path.Combine(dataFolder, "app.pid");
        EndLeftOver(pidFile);
        var start = StartInfo(site, address, [], more);
        var process = Process.Start(start)!;
        File.WriteAllText(pidFile, process.Id.ToString(CultureInfo.InvariantCulture));
        process.OutputDataReceived += (_, line) => Print(line.Data);
        process.ErrorDataReceived += (_, line) => Print(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new RunApp(process, pidFile);
    }

    /// <summary>The app's own command line, beside the running app.</summary>
    /// <returns>Exit code, and what it said.</returns>
    public static async Task<(int Code, string Said)> CommandAsync(string site, string address, IEnumerable<string> words, string? typed, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? more = null)
    {
        var start = StartInfo(site, address, words, more);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(typed);
        process.StandardInput.Close();
        var (said, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await said + await error);
    }

    private static ProcessStartInfo StartInfo(string site, string address, IEnumerable<string> words, IReadOnlyDictionary<string, string>? more)
    {
        var start = new ProcessStartInfo("dotnet", [Metadata("AppAssembly"), .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Metadata("AppProject"),
        };
        Set("ASPNETCORE_ENVIRONMENT", "Development");
        Set("ASPNETCORE_URLS", address);
        Set("App__BaseUrl", address);
        Set("Atlassian__ConnectInstallKeysUrl", $"{site}/install-keys");
        Set("Atlassian__AllowedSiteHosts__0", "127.0.0.1");
        Set("Atlassian__AllowedSiteHosts__1", "localhost");
        Set("Atlassian__ConnectScriptUrl", $"{site}/connect/all.js");
        Set("Postmortems__Delay", Environment.GetEnvironmentVariable("Postmortems__Delay") ?? "00:00:15");
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
            Set(name, value);
        return start;

        void Set(string name, string value) => start.Environment[name] = value;
    }

    /// <exception cref="InvalidOperationException">The app ended before it was ready; what it said is on the console.</exception>
    public async Task WaitUntilReadyAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The app ended with code {_process.ExitCode} before it was ready. Its own words are above.");
            try
            {
                using var answer = await client.GetAsync(new Uri($"{address}/health/ready"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(25, cancellationToken);
        }
    }

    /// <summary>The wanted port, or any free one when somebody has it.</summary>
    public static string FreeAddress(int wanted)
    {
        foreach (var port in new[] { wanted, 0 })
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }
            catch (SocketException)
            {
                // Taken: any other will do.
            }
        }
        throw new InvalidOperationException("This machine has no free port on 127.0.0.1.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start(new ProcessStartInfo("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
        File.Delete(_pidFile);
        _process.Dispose();
    }

    /// <summary>A sandbox that was killed leaves its app behind. Only a process that really is our app is ended.</summary>
    private static void EndLeftOver(string pidFile)
    {
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture, out var pid))
            return;
        var commandLine = $"/proc/{pid}/cmdline";
        if (File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(Path.GetFileName(Metadata("AppAssembly")), StringComparison.Ordinal))
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit(5000);
        }
    }

    private static readonly Lock Output = new();
    private static bool _loud;

    /// <summary>Warnings and worse, and the lines that belong to them; the rest would drown the addresses.</summary>
    private static void Print(string? line)
    {
        if (line is null)
            return;
        var level = line.Length > 4 && line[4] == ':' ? line[..4] : null;
        lock (Output)
        {
            _loud = level is null ? _loud && line.StartsWith("      ", StringComparison.Ordinal) : level is "warn" or "fail" or "crit";
            if (_loud || (level is null && !line.StartsWith("      ", StringComparison.Ordinal)))
                Console.WriteLine($"[app] {line}");
        }
    }
}
