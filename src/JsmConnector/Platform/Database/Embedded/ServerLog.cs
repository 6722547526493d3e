namespace JsmConnector.Platform.Database.Embedded;

/// <summary>What the server wrote since its last start.</summary>
internal sealed class ServerLog(string file)
{
    private const long LargestLog = 5_000_000;

    private long start;

    public string File { get; } = file;

    public void MarkStart()
    {
        var existing = new FileInfo(File);
        if (existing is { Exists: true, Length: > LargestLog })
            existing.Delete();
        existing.Refresh();
        start = existing.Exists ? existing.Length : 0;
    }

    /// <summary>
    /// Backends of a killed server end by themselves within milliseconds, and a server whose starter was killed may have written its lock file
    /// just now: both are gone, or can be joined, at the next attempt.
    /// </summary>
    public bool SaysTryAgain() => Read() is var text
        && (text.Contains("pre-existing shared memory block", StringComparison.Ordinal) || text.Contains("lock file \"postmaster.pid\" already exists", StringComparison.Ordinal));

    public string LastLines() => string.Join(" | ", Read().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(5));

    private string Read()
    {
        if (!System.IO.File.Exists(File))
            return "";
        using var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(start, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
