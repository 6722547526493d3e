using System.Diagnostics;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>The postmaster, started by this process or found running.</summary>
internal sealed class ServerProcess(int processId, string socketFolder, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Referenced so that .NET collects our child when it ends.
    private Process? child;

    public string SocketFolder { get; } = socketFolder;

    public bool HasExited => child?.HasExited ?? !UnixProcess.IsAlive(processId);

    public static ServerProcess Start(IReadOnlyList<string> command, string socketFolder, string log, TimeProvider clock)
    {
        // Through the shell, because a server whose output is a pipe to us would lose it when we die.
        string[] shell = ["/bin/sh", "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", log];
        var process = Process.Start(Command.Start([.. shell, .. command], null)) ?? throw new InvalidOperationException("The shell did not start");
        process.StandardInput.Close();
        process.StandardOutput.Close();
        process.StandardError.Close();
        return new ServerProcess(process.Id, socketFolder, clock) { child = process };
    }

    /// <summary>The server that runs on this cluster, whoever started it; null when none does.</summary>
    public static async Task<ServerProcess?> FindAsync(string cluster, TimeProvider clock)
    {
        while (PostmasterFile.Read(cluster) is { } file && UnixProcess.IsAlive(file.ProcessId) && UnixProcess.IsServerOn(file.ProcessId, cluster))
        {
            if (file.SocketFolder is { } folder)
                return new ServerProcess(file.ProcessId, folder, clock);
            // It has only just started and writes that line next.
            await Task.Delay(Pause, clock);
        }
        return null;
    }

    /// <summary>Fast shutdown: connections are cut, everything is written. An immediate one if that does not end.</summary>
    /// <returns>False when the server still runs.</returns>
    public async Task<bool> StopAsync()
    {
        UnixProcess.Signal(processId, UnixProcess.Interrupt);
        if (!await HasExitedWithinAsync(Patience))
        {
            UnixProcess.Signal(processId, UnixProcess.Quit);
            if (!await HasExitedWithinAsync(Patience))
                return false;
        }
        Embedded.SocketFolder.Remove(SocketFolder);
        return true;
    }

    public async Task<bool> HasExitedWithinAsync(TimeSpan patience)
    {
        for (var started = clock.GetTimestamp(); !HasExited; await Task.Delay(Pause, clock))
        {
            if (clock.GetElapsedTime(started) > patience)
                return false;
        }
        return true;
    }
}
