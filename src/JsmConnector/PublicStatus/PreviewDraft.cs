using System.Text;
using System.Text.RegularExpressions;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;
using JsmConnector.StatusPages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PublicStatus;

/// <summary>The page of now with the settings of tomorrow, as one document for a frame: style and logo lie in it, links lead nowhere, no script.</summary>
public sealed partial class PreviewDraft(LoadPublicPage load, ComponentMarkup markup, IServiceScopeFactory scopes) : IPagePreview
{
    private const string Nowhere = "#";

    public async Task<string> RenderAsync(InstallationId installation, string page, bool isFirst, PageSettings draft, CancellationToken cancellationToken)
    {
        var name = await NameAsync(installation, cancellationToken);
        var shown = await load.LoadAsync(new PageKey(installation, page, isFirst ? name : $"{name}-{page}"), cancellationToken, draft) with { Root = Nowhere };
        var html = await markup.RenderAsync<StatusPage, PageView>(new PageView(shown, Language.Of(draft.Language), ""));
        var sheet = AssetCatalog.All.Single(asset => asset.Name == "status.css");
        // A sheet that could end its element is refused before it comes here.
        html = WithStyle(html, sheet.Path, sheet.Content);
        html = WithStyle(html, $"{Nowhere}/custom.css", CustomStyles.Sheet(shown));
        html = Script().Replace(html, "");
        if (draft.Branding.Logo is { } logo && PageLogo.Read(logo) is { } picture)
            html = html.Replace($"src=\"{Nowhere}/logo\"", $"src=\"data:{picture.ContentType};base64,{Convert.ToBase64String(picture.Content)}\"", StringComparison.Ordinal);
        return "<!doctype html>\n" + html;
    }

    private static string WithStyle(string html, string address, byte[] content) =>
        StyleSheet().Replace(html, link => link.Groups["address"].Value == address ? $"<style>{Encoding.UTF8.GetString(content)}</style>" : link.Value);

    private async Task<string> NameAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking().Where(site => site.Id == installation).Select(site => site.ShortName).SingleAsync(cancellationToken);
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<address>[^\"]*)\"[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StyleSheet();

    [GeneratedRegex("<script[^>]*></script>", RegexOptions.None, 1000)]
    private static partial Regex Script();
}
