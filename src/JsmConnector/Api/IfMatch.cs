using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace JsmConnector.Api;

/// <summary>The version that a caller began with, as the header `If-Match` names it.</summary>
public static class IfMatch
{
    public static int? Version(HttpRequest request) =>
        EntityTagHeaderValue.TryParse(request.Headers.IfMatch.ToString(), out var tag) && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
