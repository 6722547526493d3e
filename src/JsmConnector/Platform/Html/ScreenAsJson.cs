using System.Text.Json;
using JsmConnector.Platform.Languages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.Platform.Html;

/// <summary>A screen for the frame inside Forge, whose bridge speaks JSON (decision 9): the content without its shell, and the status beside it, because the bridge tells no more of a refusal than that there was one.</summary>
public static class ScreenAsJson
{
    public static bool IsAsked(HttpRequest request) => request.Headers.Accept.ToString().Equals("application/json", StringComparison.OrdinalIgnoreCase);

    public static byte[] Of(HttpContext context, PageShell shell, string html)
    {
        var words = context.RequestServices.GetRequiredService<ScreenWords>();
        var (language, title) = shell.IsInReadersLanguage ? (words.Tag, words[shell.Title]) : (Language.Fallback, shell.Title);
        return JsonSerializer.SerializeToUtf8Bytes(
            new { status = shell.StatusCode, title, language, kind = shell.Kind, refreshSeconds = shell.RefreshEvery?.TotalSeconds, html },
            context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
    }

    public static void Head(HttpContext context, PageShell shell)
    {
        context.Features.Set(new ScreenStatus(shell.StatusCode));
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }
}

/// <summary>The status that a screen has when the answer around it is a success: a refusal is told in the log all the same.</summary>
public sealed record ScreenStatus(int Code);

/// <summary>A form that came over the bridge as `{"form": "a=b&amp;c=d"}` is read like any other; it carries our session token like any other.</summary>
public static class ForgeForms
{
    private const int LargestForm = 1024 * 1024;
    private static readonly string[] Screens = ["/admin", "/panel", "/postmortem", "/portal"];

    private sealed record Sent(string? Form);

    public static IApplicationBuilder UseForgeForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsPost(context.Request.Method) && ScreenAsJson.IsAsked(context.Request) && context.Request.HasJsonContentType()
            && Screens.Any(screen => context.Request.Path.StartsWithSegments(screen, StringComparison.Ordinal)) && await ReadAsync(context) is { } form)
            context.Features.Set<IFormFeature>(new FormFeature(form));
        await next(context);
    });

    private static async Task<FormCollection?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > LargestForm)
            return null;
        try
        {
            return (await context.Request.ReadFromJsonAsync<Sent>(context.RequestAborted))?.Form is { } text
                ? new FormCollection(new Dictionary<string, StringValues>(QueryHelpers.ParseQuery(text), StringComparer.Ordinal))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
