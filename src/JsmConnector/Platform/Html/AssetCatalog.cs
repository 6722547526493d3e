using System.Collections.Frozen;
using System.Security.Cryptography;

namespace JsmConnector.Platform.Html;

public sealed record Asset(string Name, string Path, string ContentType, byte[] Content);

/// <summary>
/// Style sheets and scripts of all folders (`**/Assets/*.css|js`, embedded when the project is built). Their address holds a hash of the
/// content, so that a browser keeps them for ever and a new version is a new address.
/// </summary>
public static class AssetCatalog
{
    private const string ResourcePrefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> ByName = Load().ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Asset> ByPath = ByName.Values.ToFrozenDictionary(asset => asset.Path, StringComparer.Ordinal);

    /// <summary>`jira.css` to `/assets/jira.5d41402abc4b2a76.css`.</summary>
    /// <exception cref="KeyNotFoundException">No folder has such a file.</exception>
    public static string PathOf(string name) => ByName[name].Path;

    public static Asset? Find(string path) => ByPath.GetValueOrDefault(path);

    public static Asset? FindPicture(string name) => name.EndsWith(".svg", StringComparison.Ordinal) ? ByName.GetValueOrDefault(name) : null;

    public static IEnumerable<Asset> All => ByName.Values;

    private static IEnumerable<Asset> Load()
    {
        var assembly = typeof(AssetCatalog).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var name = resource[ResourcePrefix.Length..];
            yield return Of(name, content);
            if (PreviewSheet.Of(name, content) is { } preview)
                yield return Of(preview.Name, preview.Content);
        }
    }

    private static Asset Of(string name, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        var extension = Path.GetExtension(name);
        return new Asset(name, $"/assets/{Path.GetFileNameWithoutExtension(name)}.{hash}{extension}", ContentTypeOf(extension), content);
    }

    private static string ContentTypeOf(string extension) => extension switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
