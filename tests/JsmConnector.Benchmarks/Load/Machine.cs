using System.Diagnostics;

namespace JsmConnector.Benchmarks.Load;

internal static class Machine
{
    /// <summary>What must be on the machine, with the command that brings it.</summary>
    public static IReadOnlyList<string> Missing() =>
        [.. new[] { ("wrk", "wrk"), ("nginx", "nginx-light") }
            .Where(tool => !Directories().Any(folder => File.Exists(Path.Combine(folder, tool.Item1))))
            .Select(tool => $"{tool.Item1} is missing: apt-get install {tool.Item2}")];

    public static string Find(string tool) => Directories().Select(folder => Path.Combine(folder, tool)).First(File.Exists);

    /// <summary>Resident memory of a process in megabytes, from /proc.</summary>
    public static double ResidentMegabytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1048576.0;
    }

    private static IEnumerable<string> Directories() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Where(Directory.Exists);
}
