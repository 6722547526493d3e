using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>The parts of a request that a query hash covers, as they came over the wire.</summary>
/// <param name="Method">As sent; compared in upper case.</param>
/// <param name="Path">Percent-encoded path, with nothing resolved or decoded.</param>
/// <param name="Query">Without the leading question mark.</param>
public readonly record struct SignedRequest(string Method, string Path, string Query)
{
    /// <summary>
    /// Request.Path is decoded and has its dot segments resolved, IQueryCollection folds case: both differ from what was signed,
    /// so the raw target is used. Some proxies send it in absolute form.
    /// </summary>
    public static SignedRequest From(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return string.IsNullOrEmpty(target)
            ? Parse(request.Method, request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.Value)
            : Parse(request.Method, target);
    }

    public static SignedRequest Parse(string method, string target)
    {
        var start = 0;
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            start = target.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
            start = start < 0 ? target.Length : start + scheme + 3;
        }

        var end = target.AsSpan(start).IndexOf('#');
        end = end < 0 ? target.Length : end + start;
        var question = target.AsSpan(start, end - start).IndexOf('?');
        return question < 0
            ? new SignedRequest(method, target[start..end], "")
            : new SignedRequest(method, target.Substring(start, question), target[(start + question + 1)..end]);
    }
}
