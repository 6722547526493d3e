using System.Collections.Concurrent;
using JsmConnector.Administration;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalHeader;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.BrowserTests.Platform.Html;

/// <summary>Serves the real header screen and a host page that frames it, with a stand-in for the host's script.</summary>
public sealed class ScreenStage : IAsyncDisposable
{
    public const string HostScript = """
        window.AP = {
          sizes: [],
          context: { getToken: (callback) => setTimeout(() => callback('fresh'), 1) },
          resize: (width, height) => { AP.sizes.push(height); parent.postMessage({ height }, '*'); },
        };
        """;

    private readonly WebApplication _app;
    private int _sessions;

    public IReadOnlyList<PortalAnnouncement> Announcements { get; set; } = [];
    public bool IsAway { get; set; }
    public ConcurrentQueue<string> Tokens { get; } = new();
    public ConcurrentQueue<string> Decisions { get; } = new();
    public string Url => _app.Urls.First();

    private ScreenStage(WebApplication app) => _app = app;

    public static async Task<ScreenStage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHtml();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Atlassian:ConnectScriptUrl"] = "https://stage.invalid/all.js";
        var stage = new ScreenStage(builder.Build());
        stage._app.MapHtml();
        stage._app.MapGet("/screen", stage.Show);
        stage._app.MapGet("/host", () => Results.Content(
            "<!DOCTYPE html><body style='margin:0'><iframe src='/screen?jwt=first&serviceDesk=1' style='width:100%;border:0'></iframe>", "text/html"));
        stage._app.MapGet("/admin", () => stage.ShowOverview(null));
        stage._app.MapPost("/admin", (Delegate)stage.DecideAsync);
        stage._app.MapGet("/admin-host", () => Results.Content(
            "<!DOCTYPE html><body style='margin:0'><iframe src='/admin?jwt=first' style='width:100%;border:0'></iframe>", "text/html"));
        await stage._app.StartAsync();
        return stage;
    }

    private IResult Show(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
            Tokens.Enqueue(token);
        if (IsAway)
            return Results.StatusCode(StatusCodes.Status502BadGateway);
        var shell = new PageShell
        {
            Title = "Service announcements",
            Kind = "portal-header",
            Ancestors = FrameAncestors.Of(Url),
            RefreshEvery = TimeSpan.FromSeconds(1),
        };
        return new FramedPage<PortalHeaderContent, PortalHeaderModel>(shell, PortalHeaderModel.Of(Announcements, Url, TimeProvider.System.GetUtcNow()));
    }

    private FramedPage<OverviewContent, OverviewModel> ShowOverview(Done? done)
    {
        var now = TimeProvider.System.GetUtcNow();
        var shell = new PageShell { Title = "Overview", Kind = "administration", Ancestors = FrameAncestors.Of(Url), RefreshEvery = TimeSpan.FromSeconds(1) };
        return new FramedPage<OverviewContent, OverviewModel>(shell, new OverviewModel
        {
            Now = now,
            SiteUrl = "https://acme.atlassian.net",
            State = InstallationState.Enabled,
            InstalledAt = now,
            LastEventAt = now,
            StatusPageUrl = null,
            SettingsUrl = "/api/v1/settings",
            SettingsSchemaUrl = "/schemas/settings.json",
            Dead = [new DeadDelivery(Guid.Empty, "Status page", "OPS-7", null, "The key is wrong.", 1, now)],
            Waiting = [],
            Rejected = [],
            Done = done,
            SessionToken = $"session-{++_sessions}",
            ActionPath = "/admin",
        });
    }

    private async Task<IResult> DecideAsync(HttpContext context)
    {
        Decisions.Enqueue(string.Join(' ', (await context.Request.ReadFormAsync()).Select(field => $"{field.Key}={field.Value}")));
        return ShowOverview(new Done(Tone.Good, "The message is queued."));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
