using JsmConnector.Benchmarks.Site;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>An app that is killed for real in the middle of its own calls, once at each kind of call, and that comes back.</summary>
internal sealed class MortalApp(Func<Task<AppProcess>> start) : IAsyncDisposable
{
    // A call may come from an app that has just begun to work and whose start is still waited for: its death waits until it is born.
    private readonly SemaphoreSlim _one = new(1);
    private readonly HashSet<string> _deaths = [];
    private AppProcess? _app;

    public string Address => _app!.Address;

    public IReadOnlyCollection<string> Deaths
    {
        get
        {
            lock (_deaths)
                return [.. _deaths];
        }
    }

    /// <summary>Ids differ from run to run, so they make no other kind.</summary>
    public async Task DieOnceAtAsync(string call)
    {
        lock (_deaths)
        {
            if (!_deaths.Add(string.Concat(call.Where(c => !char.IsAsciiDigit(c)))))
                return;
        }
        await _one.WaitAsync();
        try
        {
            _app!.Process.Kill();
            await _app.Process.WaitForExitAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Starts it, the first time or after a death; nothing when it lives.</summary>
    public async Task LiveAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_app is { Process.HasExited: false })
                return;
            if (_app is not null)
                await _app.DisposeAsync();
            _app = await start();
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
            await app.DisposeAsync();
        _one.Dispose();
    }
}
