using System.Net;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Finds the token in a request: header first, then query, then the field of a posted form.</summary>
internal static class ConnectTokenText
{
    private const string Scheme = "JWT ";

    // A form that carries a token is a page's form, not an upload; reading more for a stranger would be a gift.
    private const long LargestForm = 256 * 1024;

    public static async ValueTask<(string? Token, TokenRefusal? Refusal)> FindAsync(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 1)
        {
            return (null, TokenRefusal.TokenTwice);
        }

        var header = authorization.ToString();
        var (inQuery, twice) = InQuery(request.QueryString.Value);
        if (twice)
        {
            return (null, TokenRefusal.TokenTwice);
        }

        var outside = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : inQuery;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || request.ContentLength is null or > LargestForm)
        {
            return (outside, outside is null ? TokenRefusal.TokenMissing : null);
        }

        try
        {
            var inForm = (await request.ReadFormAsync(request.HttpContext.RequestAborted))["jwt"];
            return (outside, inForm.Count) switch
            {
                (null, 0) => (null, TokenRefusal.TokenMissing),
                (null, 1) => (inForm.ToString(), null),
                (_, 0) => (outside, null),
                _ => (null, TokenRefusal.TokenTwice),
            };
        }
        catch (InvalidDataException)
        {
            return (null, TokenRefusal.TokenMalformed);
        }
    }

    // By hand: IQueryCollection folds case, and the hash leaves out exactly `jwt`, however often it is there.
    private static (string? Token, bool Twice) InQuery(string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return (null, false);
        }

        string? found = null;
        foreach (var range in query.AsSpan(1).Split('&'))
        {
            var part = query.AsSpan(1)[range];
            if (part.StartsWith("jwt=", StringComparison.Ordinal))
            {
                if (found is not null)
                {
                    return (null, true);
                }

                found = WebUtility.UrlDecode(part[4..].ToString());
            }
        }

        return (found is { Length: > 0 } ? found : null, false);
    }
}
