namespace JsmConnector.Platform.Database.Embedded;

/// <summary>
/// Two lock files in the data folder. `turn.lock` is held, exclusively and shortly, by whoever starts or stops the server. `users.lock` is
/// shared by everybody who uses it: who can have it alone is the first to come or the last to leave. The kernel frees both when a process dies.
/// </summary>
internal sealed class DataDirectoryLock(string dataDirectory, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string turn = Path.Combine(dataDirectory, "turn.lock");
    private readonly string users = Path.Combine(dataDirectory, "users.lock");

    public async Task<IDisposable> TakeTurnAsync(ILogger logger, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            if (TryOpen(turn, FileShare.None) is { } taken)
                return taken;
            if (tries == 100)
                logger.LogInformation("Another process is starting or stopping the embedded PostgreSQL; waiting for it");
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Only meaningful during one's turn: joining needs a turn too.</summary>
    public bool NobodyUsesIt()
    {
        using var alone = TryOpen(users, FileShare.None);
        return alone is not null;
    }

    public IDisposable JoinUsers() => TryOpen(users, FileShare.ReadWrite) ?? throw new InvalidOperationException("users.lock was taken out of turn");

    private static FileStream? TryOpen(string path, FileShare share)
    {
        try
        {
            // On Unix .NET takes flock(2): exclusive for None, shared for the others.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
        }
        catch (IOException exception) when (exception.HResult is LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }

    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
}
