using System.Diagnostics;
using System.Globalization;

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

    /// <summary>
    /// Processor time of a process and, once they ended, its children, from /proc. Unlike a rate it hardly changes when something else runs on the machine.
    /// </summary>
    public static TimeSpan ProcessorTime(int process)
    {
        try
        {
            // utime, stime, cutime, cstime in hundredths of a second: fields 14 to 17 of proc(5).
            return TimeSpan.FromMilliseconds(10 * Stat(process)[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // It ended a moment ago; its time is in its parent's.
            return TimeSpan.Zero;
        }
    }

    public static int Parent(int process) => int.Parse(Stat(process)[1], CultureInfo.InvariantCulture);

    /// <summary>What follows the command's name, which may hold blanks itself.</summary>
    private static string[] Stat(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    public static IEnumerable<int> Children(int process) =>
        File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static IEnumerable<string> Directories() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Where(Directory.Exists);
}
