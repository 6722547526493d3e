using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalHeader;

/// <summary>Answers with a frame of a portal: with bytes that are ready, or made of what is in memory.</summary>
public sealed class ShowPortal(PortalShelf shelf, ScreenWords language, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>Texts say how many minutes are left; a script counts on from there.</summary>
    private static readonly TimeSpan ReadyFor = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    /// <param name="portal">Id of the service desk; null where none is shown.</param>
    public async Task<IResult> ShowAsync(HttpContext context, InstallationId installation, string? portal, PortalPart part)
    {
        if (installation == InstallationId.None)
            return Results.Unauthorized();
        var (kept, stand) = await shelf.FindAsync(installation, context.RequestAborted);
        var frame = new PortalFrame(part, ShownOnPortal.RuleOf(stand.Rules, portal)?.Portal, language.Tag, ScreenAsJson.IsAsked(context.Request), context.Request.PathBase.Value ?? "");
        var now = clock.GetUtcNow();
        if (kept.Find(frame, now) is { } ready)
            return ready;
        var made = await MakeAsync(context, stand, frame, now);
        kept.Keep(frame, made, now + ReadyFor);
        return made;
    }

    private Task<FramedDocument> MakeAsync(HttpContext context, PortalStand stand, PortalFrame frame, DateTimeOffset now)
    {
        var current = stand.Announcements.Where(announcement => announcement.EndedAt is not { } ended || ended > now - LoadPortalHeader.ShowEnded).ToList();
        var model = PortalHeaderModel.Of(ShownOnPortal.Of(current, stand.Rules, frame.Portal), app.Value.BaseUrl, now, frame.Language);
        return frame.Part switch
        {
            PortalPart.Header => new FramedPage<PortalHeaderContent, PortalHeaderModel>(Shell("Service announcements"), model).MakeAsync(context),
            PortalPart.Known => new FramedPage<KnownIncidentsContent, PortalHeaderModel>(Shell("What we know already"), model).MakeAsync(context),
            _ => new FramedPage<PortalFooterContent, PortalFooterModel>(Shell("State of the services"), PortalFooterModel.Of(model, stand.StatusPageUrl)).MakeAsync(context),
        };

        PageShell Shell(string title) => new() { Title = title, Kind = "portal-header", IsInReadersLanguage = true, Ancestors = stand.Ancestors, RefreshEvery = RefreshEvery };
    }
}
