namespace JsmConnector.Platform.Database.Embedded;

/// <summary>How long a start took. Initialise is zero when the cluster was there, Start is zero when the server ran already.</summary>
public sealed record StartTimings(TimeSpan Initialise, TimeSpan Start, TimeSpan Total);

/// <summary>
/// A PostgreSQL of our own for Development and tests (docs/decisions/0003-embedded-postgresql.md). The first process to come owns the server: it
/// starts it, or adopts one whose owner was killed. Others attach. The last to leave stops it, so an owner that leaves early takes nothing
/// away from those who attached.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(30);

    private readonly DataDirectoryLock locks;
    private readonly IDisposable membership;
    private readonly string cluster;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private int isDisposed;

    internal EmbeddedPostgres(DataDirectoryLock locks, IDisposable membership, string cluster, TimeProvider clock, ILogger logger) =>
        (this.locks, this.membership, this.cluster, this.clock, this.logger) = (locks, membership, cluster, clock, logger);

    /// <summary>For Npgsql; names the database `jsmconnector`, reached as superuser over a Unix socket that only this account can open.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Nobody else used the server when this process came.</summary>
    public required bool IsOwner { get; init; }

    public required StartTimings Timings { get; init; }

    /// <exception cref="Startup.StartupProblems">The machine lacks something; the message says what to do.</exception>
    public static Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken token) =>
        new StartEmbeddedPostgres(options, logger, clock).RunAsync(token);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
            return;
        using var patience = new CancellationTokenSource(PatienceAtTheEnd, clock);
        try
        {
            using var turn = await locks.TakeTurnAsync(logger, patience.Token);
            membership.Dispose();
            if (!locks.NobodyUsesIt() || await ServerProcess.FindAsync(cluster, clock) is not { } server)
                return;
            if (!await server.StopAsync())
                logger.LogWarning("The embedded PostgreSQL did not stop; the next start will adopt it");
        }
        catch (OperationCanceledException)
        {
            membership.Dispose();
            logger.LogWarning("The embedded PostgreSQL was left running, because another process is busy with it; the next start will adopt it");
        }
    }
}
