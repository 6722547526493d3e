using System.Text;
using JsmConnector.Platform.Html.Parts;
using Microsoft.Extensions.Options;

namespace JsmConnector.Platform.Html;

/// <summary>What surrounds the content of a screen inside Jira.</summary>
public sealed record PageShell
{
    public required string Title { get; init; }
    public required FrameAncestors Ancestors { get; init; }

    /// <summary>Whether its words are those of <see cref="Languages.ScreenWords"/>; else it is English.</summary>
    public bool IsInReadersLanguage { get; init; }

    /// <summary>Class of the body: the kind of screen.</summary>
    public string? Kind { get; init; }

    /// <summary>The script reads the page again at this pace, with a fresh token, while somebody looks.</summary>
    public TimeSpan? RefreshEvery { get; init; }

    /// <summary>An enhancement of this screen alone, by name in <see cref="AssetCatalog"/>.</summary>
    public string? Script { get; init; }

    /// <summary>A style of this screen alone, by name in <see cref="AssetCatalog"/>.</summary>
    public string? Style { get; init; }

    public int StatusCode { get; init; } = StatusCodes.Status200OK;
}

/// <summary>Answers with a screen inside Jira: shell, content and the headers of a framed page.</summary>
public sealed class FramedPage<TContent, TModel>(PageShell shell, TModel model) : IResult where TContent : IMarkupOf<TModel>
{
    public async Task ExecuteAsync(HttpContext httpContext) => await (await MakeAsync(httpContext)).ExecuteAsync(httpContext);

    /// <summary>What goes out, in the shape and the language that this call asks for.</summary>
    public async Task<FramedDocument> MakeAsync(HttpContext httpContext)
    {
        var markup = httpContext.RequestServices.GetRequiredService<ComponentMarkup>();
        if (ScreenAsJson.IsAsked(httpContext.Request))
            return new FramedDocument(shell, ScreenAsJson.Of(httpContext, shell, await markup.RenderAsync<TContent, TModel>(model)), true);
        return new FramedDocument(shell, Encoding.UTF8.GetBytes(await markup.RenderAsync<JiraPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(JiraPage.Shell)] = shell,
            [nameof(JiraPage.PathBase)] = httpContext.Request.PathBase.Value ?? "",
            [nameof(JiraPage.ConnectScriptUrl)] = ConnectScript(httpContext),
            [nameof(JiraPage.ChildContent)] = ComponentMarkup.Fragment<TContent, TModel>(model),
        })), false);
    }

    private static string ConnectScript(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<ConnectScriptOptions>>().Value.ConnectScriptUrl;
}

/// <summary>A screen as it goes out. It holds nothing of the call that it was made in, so it may be kept for others who may read the same.</summary>
public sealed record FramedDocument(PageShell Shell, byte[] Body, bool IsJson) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (IsJson)
        {
            ScreenAsJson.Head(httpContext, Shell);
        }
        else
        {
            response.StatusCode = Shell.StatusCode;
            response.ContentType = "text/html; charset=utf-8";
            FramedHeaders.Apply(response.Headers, Shell.Ancestors, httpContext.RequestServices.GetRequiredService<IOptions<ConnectScriptOptions>>().Value.ConnectScriptUrl);
        }
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
