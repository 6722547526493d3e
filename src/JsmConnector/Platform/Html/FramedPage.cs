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
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (ScreenAsJson.IsAsked(httpContext.Request))
        {
            await ScreenAsJson.WriteAsync(httpContext, shell, await httpContext.RequestServices.GetRequiredService<ComponentMarkup>().RenderAsync<TContent, TModel>(model));
            return;
        }

        var script = httpContext.RequestServices.GetRequiredService<IOptions<ConnectScriptOptions>>().Value.ConnectScriptUrl;
        var markup = httpContext.RequestServices.GetRequiredService<ComponentMarkup>();
        var html = await markup.RenderAsync<JiraPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(JiraPage.Shell)] = shell,
            [nameof(JiraPage.PathBase)] = httpContext.Request.PathBase.Value ?? "",
            [nameof(JiraPage.ConnectScriptUrl)] = script,
            [nameof(JiraPage.ChildContent)] = ComponentMarkup.Fragment<TContent, TModel>(model),
        });

        httpContext.Response.StatusCode = shell.StatusCode;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        FramedHeaders.Apply(httpContext.Response.Headers, shell.Ancestors, script);
        var bytes = Encoding.UTF8.GetBytes(html);
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
