using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>
/// The `qsh` claim: hex SHA-256 of method, path and sorted query; never of the body.
/// https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/
/// </summary>
public static class QueryStringHash
{
    /// <summary>What a context token carries instead of a hash. Proves nothing about the request (CVE-2021-26073).</summary>
    public const string ContextMark = "context-qsh";

    public static string Compute(SignedRequest request, string basePath = "") => Hash(CanonicalRequest(request, basePath));

    /// <param name="basePath">Path of the base URL; removed from the front of the request path when it is there.</param>
    public static string CanonicalRequest(SignedRequest request, string basePath = "") =>
        Canonical(request.Method, CanonicalPath(request.Path, basePath), CanonicalQuery(request.Query));

    /// <summary>
    /// Jira hashes the percent-decoded path, every library the raw one; both are accepted. They differ only where a path has percent signs.
    /// </summary>
    public static bool Matches(string claimed, SignedRequest request, IReadOnlyList<string> basePaths)
    {
        var query = CanonicalQuery(request.Query);
        for (var index = 0; index < Math.Max(basePaths.Count, 1); index++)
        {
            var path = CanonicalPath(request.Path, basePaths.Count == 0 ? "" : basePaths[index]);
            if (SameHash(claimed, Canonical(request.Method, path, query))
                || (path.Contains('%', StringComparison.Ordinal)
                    && SameHash(claimed, Canonical(request.Method, CanonicalPath(WithoutBase(request.Path, basePaths.Count == 0 ? "" : basePaths[index]), "", decode: true), query))))
            {
                return true;
            }
        }

        return false;
    }

    private static string Canonical(string method, string path, string query) => $"{method.ToUpperInvariant()}&{path}&{query}";

    private static string CanonicalPath(string path, string basePath, bool decode = false)
    {
        path = WithoutBase(path, basePath);
        path = decode ? Uri.UnescapeDataString(path) : path;
        path = path.Length > 1 && path[^1] == '/' ? path[..^1] : path;
        return path.Length == 0 ? "/" : path.Replace("&", "%26", StringComparison.Ordinal);
    }

    private static string WithoutBase(string path, string basePath)
    {
        basePath = basePath.TrimEnd('/');
        return basePath.Length > 0 && path.StartsWith(basePath, StringComparison.Ordinal)
            && (path.Length == basePath.Length || path[basePath.Length] == '/')
            ? path[basePath.Length..]
            : path;
    }

    private static string CanonicalQuery(string query)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var pairs = new List<(string Name, string Value)>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var part = query.AsSpan(range);
            var equals = part.IndexOf('=');
            var name = WebUtility.UrlDecode((equals < 0 ? part : part[..equals]).ToString());
            if (name is not ("" or "jwt"))
            {
                pairs.Add((Uri.EscapeDataString(name), equals < 0 ? "" : WebUtility.UrlDecode(part[(equals + 1)..].ToString())));
            }
        }

        // Names are ordered as encoded, values as they are: that is what the host does.
        pairs.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name) is not 0 and var byName
            ? byName
            : string.CompareOrdinal(left.Value, right.Value));
        var canonical = new StringBuilder(query.Length + 16);
        for (var index = 0; index < pairs.Count; index++)
        {
            var (name, value) = pairs[index];
            _ = index > 0 && pairs[index - 1].Name == name
                ? canonical.Append(',')
                : canonical.Append(index > 0 ? "&" : "").Append(name).Append('=');
            canonical.Append(Uri.EscapeDataString(value));
        }

        return canonical.ToString();
    }

    private static string Hash(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private static bool SameHash(string claimed, string canonical) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(claimed), Encoding.UTF8.GetBytes(Hash(canonical)));
}
