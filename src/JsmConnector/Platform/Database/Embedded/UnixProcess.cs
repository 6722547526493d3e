using System.Globalization;
using System.Runtime.InteropServices;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>A process that may not be our child.</summary>
internal static class UnixProcess
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    private const int NotPermitted = 1;

    public static bool IsAlive(int processId) =>
        (Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == NotPermitted) && !IsZombie(processId);

    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Whether the process is a server on this cluster, and not another program that got a dead server's number.</summary>
    public static bool IsServerOn(int processId, string cluster)
    {
        if (!OperatingSystem.IsLinux())
            return Command.Output("ps", "-o", "command=", "-p", processId.ToString(CultureInfo.InvariantCulture)).Contains(cluster, StringComparison.Ordinal);
        if (Read($"/proc/{processId}/cmdline").Split('\0').Contains(cluster, StringComparer.Ordinal))
            return true;
        // Started by another name of the same folder (a symbolic link, a folder that was moved): a server works inside its cluster.
        var own = Read($"/proc/{processId}/cwd/{PostmasterFile.Name}");
        return own.Length > 0 && own == Read(Path.Combine(cluster, PostmasterFile.Name));
    }

    // In a container process 1 may never collect its dead, and a dead process still takes signals.
    private static bool IsZombie(int processId)
    {
        var status = OperatingSystem.IsLinux() ? Read($"/proc/{processId}/stat") : "";
        var afterName = status.LastIndexOf(") ", StringComparison.Ordinal);
        return afterName >= 0 && status[afterName + 2] is 'Z' or 'X';
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
