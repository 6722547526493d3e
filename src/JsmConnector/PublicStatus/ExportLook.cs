using System.Security.Cryptography;
using System.Text;
using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus;

/// <summary>What a static copy shows beside the words of its incidents: when it changes, every page is made again.</summary>
internal static class ExportLook
{
    public static IReadOnlyList<Asset> Assets { get; } = [.. new[] { "status.css", "status.js", "push-button.js" }.Select(name => AssetCatalog.Find(AssetCatalog.PathOf(name))!)];

    /// <summary>Style and script go by their content; another build of the app may write other markup; pages of incidents name components.</summary>
    public static string Of(PublicPage page) => Stamp(Encoding.UTF8.GetBytes(string.Join('\n',
        [typeof(ExportLook).Module.ModuleVersionId.ToString(), .. Assets.Select(asset => asset.Path), .. page.Components.Select(component => $"{component.Row.PublicId} {component.Row.Name}")])));

    public static string Stamp(byte[] made) => Convert.ToHexStringLower(SHA256.HashData(made))[..16];
}
