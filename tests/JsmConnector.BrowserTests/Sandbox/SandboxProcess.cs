using System.Diagnostics;
using System.Reflection;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>The README's first command, on ports and in a data folder of its own.</summary>
public class SandboxProcess : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jsmconnector-sandbox-").FullName;
    private readonly List<string> _log = [];
    private Process? _process;

    public string Site { get; } = $"http://127.0.0.1:{FreePort.Take()}";
    public string App { get; } = $"http://127.0.0.1:{FreePort.Take()}";
    public HttpClient Http { get; } = new();

    /// <summary>How the site lets the app know of events; null installs the app.</summary>
    protected virtual string? Door => null;

    public async ValueTask InitializeAsync()
    {
        var assembly = typeof(SandboxProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "SandboxAssembly").Value!;
        var start = new ProcessStartInfo("dotnet", [assembly]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Port"] = new Uri(Site).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["AppPort"] = new Uri(App).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["DataFolder"] = _folder;
        start.Environment["App__DataFolder"] = _folder;
        start.Environment["App__ManagementUrl"] = "off";
        start.Environment["Postmortems__Delay"] = "00:00:02";
        start.Environment["DOTNET_TieredPGO"] = "0"; // It lives for seconds: nothing is gained by watching how its code runs.
        if (Door is not null)
            start.Environment["Door"] = Door;
        _process = Process.Start(start)!;
        var ready = new TaskCompletionSource();
        _process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException(string.Join('\n', _log)));
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(90));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            using var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        Http.Dispose();
        Directory.Delete(_folder, true);
        GC.SuppressFinalize(this);
    }

    private void Read(string? line, TaskCompletionSource ready)
    {
        if (line is null)
            return;
        lock (_log)
            _log.Add(line);
        if (line.Contains("The sandbox site is ready", StringComparison.Ordinal))
            ready.TrySetResult();
    }
}
