using JsmConnector.Platform.Startup;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>One start: take the turn, join, find or start the server, wait until it answers.</summary>
internal sealed class StartEmbeddedPostgres(EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock)
{
    /// <summary>Recovery after a crash may take a while on a slow disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MostAttempts = 10;

    private readonly string dataDirectory = Path.GetFullPath(options.DataDirectory);
    private TimeSpan initialising;
    private TimeSpan starting;

    public async Task<EmbeddedPostgres> RunAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var locks = new DataDirectoryLock(dataDirectory, clock);
        var cluster = new Cluster(dataDirectory);

        using var turn = await EnterAsync(locks, cancellationToken);
        var isOwner = locks.NobodyUsesIt();
        var membership = locks.JoinUsers();
        try
        {
            var connectionString = await ConnectAsync(cluster, isOwner, cancellationToken);
            var timings = new StartTimings(initialising, starting, clock.GetElapsedTime(began));
            logger.LogInformation(
                "Embedded PostgreSQL is ready after {Total:0} ms ({Role}; initialised in {Initialise:0} ms, started in {Start:0} ms) in {DataDirectory}",
                timings.Total.TotalMilliseconds, isOwner ? "owner" : "attached", initialising.TotalMilliseconds, starting.TotalMilliseconds, dataDirectory);
            return new EmbeddedPostgres(locks, membership, cluster.Folder, clock, logger)
            {
                ConnectionString = connectionString,
                IsOwner = isOwner,
                Timings = timings,
            };
        }
        catch
        {
            membership.Dispose();
            throw;
        }
    }

    private async Task<IDisposable> EnterAsync(DataDirectoryLock locks, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new StartupProblems(["The embedded PostgreSQL needs Linux or macOS. On Windows use WSL, or start a server yourself and set ConnectionStrings__Postgres."]);
        try
        {
            Directory.CreateDirectory(dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return await locks.TakeTurnAsync(logger, cancellationToken);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupProblems([
                $"{dataDirectory} belongs to another account (was the app started with sudo once?). Give it back with: "
                + $"sudo chown -R \"$(id -un)\" '{dataDirectory}' - or set App__DataFolder to another folder."]);
        }
    }

    private async Task<string> ConnectAsync(Cluster cluster, bool isOwner, CancellationToken cancellationToken)
    {
        var log = new ServerLog(Path.Combine(dataDirectory, "server.log"));
        for (var attempt = 1; ; attempt++)
        {
            if (await JoinRunningAsync(cluster, isOwner, cancellationToken) is { } joined)
                return joined;
            if (await StartServerAsync(cluster, log, cancellationToken) is { } started)
                return started;
            if (!log.SaysTryAgain() || attempt == MostAttempts)
                throw new StartupProblems([$"PostgreSQL did not start in {dataDirectory}. Its log ({log.File}) ends with: {log.LastLines()}"]);
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken);
        }
    }

    private async Task<string?> JoinRunningAsync(Cluster cluster, bool isOwner, CancellationToken cancellationToken)
    {
        if (await ServerProcess.FindAsync(cluster.Folder, clock) is not { } server)
            return null;
        if (isOwner && PostmasterFile.Read(cluster.Folder) is { IsReady: true } && !File.Exists(SocketFolder.Socket(server.SocketFolder)))
        {
            // Somebody tidied the temp path; without its socket the orphan is of no use.
            await server.StopAsync();
            return null;
        }
        if (isOwner)
            logger.LogInformation("Adopting the embedded PostgreSQL that an earlier process left running");
        var connection = new ServerConnection(server, clock);
        return await connection.IsReadyAsync(Patience, cancellationToken) ? connection.ConnectionString : null;
    }

    private async Task<string?> StartServerAsync(Cluster cluster, ServerLog log, CancellationToken cancellationToken)
    {
        var runAs = await Machine.LookForRunAsAsync(cancellationToken);
        if (runAs is RunAs.Impossible impossible)
            throw new StartupProblems([impossible.Message]);
        var binaries = await FindBinariesAsync(cluster, cancellationToken);

        var began = clock.GetTimestamp();
        if (!cluster.Exists)
        {
            await cluster.InitialiseAsync(binaries, runAs, cancellationToken);
            initialising = clock.GetElapsedTime(began);
            began = clock.GetTimestamp();
        }
        await Cluster.OwnAsync(cluster.Folder, runAs, cancellationToken);
        SocketFolder.Remove(PostmasterFile.Read(cluster.Folder)?.SocketFolder);
        PostmasterFile.NameOurselves(cluster.Folder);
        var socketFolder = SocketFolder.Create(dataDirectory);
        await Cluster.OwnAsync(socketFolder, runAs, cancellationToken);

        log.MarkStart();
        var command = ServerCommand.For(options, binaries, cluster.Folder, socketFolder, ServerCommand.Detach(Machine.Find), runAs);
        var server = ServerProcess.Start(command, socketFolder, log.File, clock);
        var connection = new ServerConnection(server, clock);
        try
        {
            var isReady = await connection.IsReadyAsync(Patience, cancellationToken);
            starting = clock.GetElapsedTime(began);
            return isReady ? connection.ConnectionString : null;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    private async Task<string> FindBinariesAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        var decision = PostgresBinaries.Decide(Machine.Look(options.BinaryDirectory), cluster.Major);
        if (decision is BinaryDecision.InstallWithAptGet)
        {
            await InstallPostgres.RunAsync(logger, cancellationToken);
            decision = PostgresBinaries.Decide(Machine.Look(options.BinaryDirectory), cluster.Major);
        }
        return decision switch
        {
            BinaryDecision.Use found => found.Directory,
            BinaryDecision.Missing missing => throw new StartupProblems([missing.Message]),
            _ => throw new StartupProblems(["apt-get installed the package postgresql, but its programs are in no usual folder: set EmbeddedPostgres__BinaryDirectory."]),
        };
    }
}
