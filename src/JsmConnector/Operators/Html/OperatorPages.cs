using System.Text;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Html;

namespace JsmConnector.Operators.Html;

/// <summary>Pages of the operator area: never framed, never cached, without scripts.</summary>
public static class OperatorPages
{
    public static IResult Plain<TContent, TModel>(string title, TModel model, int status = StatusCodes.Status200OK) where TContent : IMarkupOf<TModel> =>
        new OperatorPage<TContent, TModel>(title, model, status);

    public static IResult Refused(int status, string title, string mend) =>
        Plain<RefusedContent, Refusal>(title, new Refusal(status, title, mend), status);

    /// <summary>For whoever is not signed in: how to get a link.</summary>
    public static IResult SignInFirst(int status, string? said = null, string? wanted = null) =>
        Plain<SignInFirst, SignInFirstModel>("Operators", new SignInFirstModel(said, wanted), status);

    public static void Headers(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        // The address of a sign-in link holds its token.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private sealed class OperatorPage<TContent, TModel>(string title, TModel model, int status) : IResult where TContent : IMarkupOf<TModel>
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var html = await httpContext.RequestServices.GetRequiredService<ComponentMarkup>().RenderAsync<OperatorShell>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(OperatorShell.Title)] = title,
                [nameof(OperatorShell.PathBase)] = httpContext.Request.PathBase.Value ?? "",
                [nameof(OperatorShell.Antiforgery)] = httpContext.Features.Get<SignedInOperator>()?.Antiforgery,
                [nameof(OperatorShell.ChildContent)] = ComponentMarkup.Fragment<TContent, TModel>(model),
            });
            var bytes = Encoding.UTF8.GetBytes(html);
            Headers(httpContext.Response.Headers);
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.ContentLength = bytes.Length;
            await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
