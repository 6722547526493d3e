using System.Text.Json;

namespace JsmConnector.PublicStatus;

/// <summary>What a folder holds since the last run.</summary>
/// <param name="Look">All that every page of the copy shows beside its own words; null: from before it was noted.</param>
/// <param name="Past">What each page of a past incident was made from.</param>
public sealed record ExportState(
    long Version, int SettingsVersion, string Url, DateTimeOffset MadeAt, IReadOnlyList<string> Files, string? Look = null, IReadOnlyDictionary<string, string>? Past = null)
{
    public bool IsUpToDate(PublicPage page, string look, DateTimeOffset now) =>
        Version == page.Version && SettingsVersion == page.SettingsVersion && Url == page.Url && Look == look && !(page with { Now = MadeAt }).IsOutdated(now);
}

/// <summary>A folder of static files: `/history` becomes `history/index.html`, everything with an extension keeps its name.</summary>
internal sealed class ExportFolder(string folder)
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Files => _files;

    public int Written { get; private set; }

    /// <param name="document">A path from the root of the copy.</param>
    /// <param name="keep">Leave a file that is there as it is.</param>
    public async Task PutAsync(string document, bool keep, Func<Task<byte[]?>> make, CancellationToken cancellationToken)
    {
        var file = (Path.HasExtension(document) || document == "/logo" ? document : $"{document}/index.html").TrimStart('/');
        var path = Path.Combine(folder, file);
        if (keep && File.Exists(path))
        {
            _files.Add(file);
            return;
        }
        if (await make() is not { } content)
            return;
        _files.Add(file);
        if (File.Exists(path) && new FileInfo(path).Length == content.Length && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(content))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside and renamed: whoever reads at this moment gets the old file or the new one.
        var temporary = $"{path}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(temporary, content, cancellationToken);
        File.Move(temporary, path, overwrite: true);
        Written++;
    }

    /// <summary>Only files that an earlier run wrote are taken away.</summary>
    public void RemoveOthers(IEnumerable<string> before)
    {
        foreach (var path in before.Where(file => !_files.Contains(file) && !Path.IsPathRooted(file) && !file.Contains("..", StringComparison.Ordinal)).Select(file => Path.Combine(folder, file)).Where(File.Exists))
            File.Delete(path);
    }

    /// <summary>Everything that earlier runs wrote, and folders that are empty without it. Whatever else lies there stays.</summary>
    public void TakeAway(ExportState held, string stateName)
    {
        RemoveOthers(held.Files);
        File.Delete(Path.Combine(folder, stateName));
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(folder))
        {
            if (!Directory.EnumerateFileSystemEntries(inner).Any())
                Directory.Delete(inner);
        }
    }

    public async Task<ExportState?> ReadStateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(Path.Combine(folder, name));
            return await JsonSerializer.DeserializeAsync<ExportState>(stream, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public Task WriteStateAsync(string name, ExportState state, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, name), JsonSerializer.SerializeToUtf8Bytes(state), cancellationToken);
}
