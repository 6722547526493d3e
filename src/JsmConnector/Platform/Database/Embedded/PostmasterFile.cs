using System.Globalization;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>postmaster.pid: PostgreSQL's own record of the server that runs on a cluster (https://www.postgresql.org/docs/current/storage-file-layout.html).</summary>
internal sealed record PostmasterFile(int ProcessId, string? SocketFolder, bool IsReady)
{
    public const string Name = "postmaster.pid";

    public static PostmasterFile? Read(string cluster)
    {
        try
        {
            return Parse(File.ReadAllText(Path.Combine(cluster, Name)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static PostmasterFile? Parse(string text)
    {
        var lines = text.Split('\n');
        if (!int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId) || processId <= 0)
            return null;
        return new PostmasterFile(processId, lines.Length > 4 && lines[4].Length > 0 ? lines[4] : null, lines.Length > 7 && lines[7].Trim() == "ready");
    }

    /// <summary>
    /// For a file left by a crash whose number now belongs to another program: PostgreSQL would refuse to start. Deleting the file would also
    /// delete its guard against left-over backends (the shared memory key inside). The number of its own parent it takes for a coincidence, and
    /// keeps the guard.
    /// </summary>
    public static void NameOurselves(string cluster)
    {
        var path = Path.Combine(cluster, Name);
        if (!File.Exists(path))
            return;
        var lines = File.ReadAllText(path).Split('\n');
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        // In place: the file may belong to the account that runs the server.
        File.WriteAllText(path, string.Join('\n', lines));
    }
}
