using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Html;
using JsmConnector.PublicStatus.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>Serves the real documents of a page with their real headers at the root of an origin, where readers of the v2 format look. Needs no database.</summary>
public sealed class PageStage : IAsyncDisposable
{
    private static readonly PageKey Key = new(new InstallationId(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10")), "main", "status.acme.example");
    private const string Door = "/door/";
    private readonly WebApplication _app;

    private PageStage(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public PublicPage Page { get; set; } = null!;

    /// <summary>What readers asked for below /updates.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Acts { get; } = new();

    /// <summary>A page of somebody else that embeds ours; its origin is another one.</summary>
    public string? Host { get; set; }

    public static async Task<PageStage> StartAsync(string state)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHtml();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var stage = new PageStage(builder.Build());
        stage._app.MapHtml();
        stage._app.MapGet("/updates/worker.js", async (HttpContext context) =>
        {
            await ServePush.WorkerAsync(context);
        });
        stage._app.MapPost("/updates/{act}", (string act, HttpRequest request) => stage.Acts.Enqueue($"{act}{request.QueryString}"));
        stage._app.MapGet("/{**path}", stage.AnswerAsync);
        await stage._app.StartAsync();
        stage.Show(state);
        return stage;
    }

    public void Show(string state) => Page = StagePages.All[state](TimeProvider.System.GetUtcNow()) with { Url = Url };

    /// <summary>Every page for people, in its own language and in German.</summary>
    public IEnumerable<string> Pages()
    {
        string[] own = ["/", "/history", "/updates", "/components/component000", .. Page.Incidents.Concat(Page.Maintenances).Select(entry => $"/incidents/{entry.Row.PublicId}")];
        return own.Concat(own.Select(path => path == "/" ? "/de" : "/de" + path)).Append("/nothing-here");
    }

    /// <summary>Pages that are not prepared: what stands before a page for invited readers, and what readers do about their own subscription.</summary>
    public IEnumerable<string> Doors() =>
        Enum.GetNames<AccessStep>().Append("manage").Append("unsubscribe").Append("asked").SelectMany(name => new[] { $"{Door}{name}", $"{Door}{name}/de" });

    private Task<string> DoorAsync(string name, PageView view)
    {
        var markup = _app.Services.GetRequiredService<ComponentMarkup>();
        var own = new OwnSubscription("email", "a…@example.com", "en", true, SubscriptionChoice.Everything);
        return name switch
        {
            "asked" => markup.RenderAsync<SubscriptionNote, NoteView>(new NoteView(view, name)),
            "manage" or "unsubscribe" => markup.RenderAsync<SubscriptionPage, SubscriptionView>(new SubscriptionView(view, name, own)),
            _ => markup.RenderAsync<AccessPage, AccessView>(new AccessView(view, Enum.Parse<AccessStep>(name))),
        };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/host" && Host is not null)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Host, context.RequestAborted);
            return;
        }
        if (path.StartsWith(Door, StringComparison.Ordinal))
        {
            var view = new PageView(Page, Language.Of(path.EndsWith("/de", StringComparison.Ordinal) ? "de" : "en"), "/updates");
            await WriteDocument.ToAsync(context, PreparedDocument.Html("<!doctype html>\n" + await DoorAsync(path[Door.Length..].Split('/')[0], view), 200), TimeProvider.System);
            return;
        }
        var documents = new PageDocuments(Key, Page, _app.Services.GetRequiredService<ComponentMarkup>(), new ReadPast(_app.Services.GetRequiredService<IServiceScopeFactory>()));
        await WriteDocument.ToAsync(context, await documents.MakeAsync(path == "/" ? "" : path) ?? await documents.MissingAsync(), TimeProvider.System);
    }
}
