namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>The address that an invocation names for calls back. A token must never go to another one.</summary>
public static class ForgeGateway
{
    /// <param name="gateway">Our own setting; the token does not choose the host.</param>
    public static bool TryRead(string? apiBaseUrl, string gateway, out Uri address, out string cloudId)
    {
        (address, cloudId) = (null!, "");
        var prefix = $"{gateway.TrimEnd('/')}/ex/jira/";
        if (apiBaseUrl is null || !apiBaseUrl.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var site = apiBaseUrl[prefix.Length..];
        if (!Guid.TryParseExact(site, "D", out _) || site.Any(char.IsAsciiLetterUpper) || !Uri.TryCreate(apiBaseUrl, UriKind.Absolute, out var url))
        {
            return false;
        }

        (address, cloudId) = (url, site);
        return true;
    }
}
