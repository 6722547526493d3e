using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <summary>What is wrong with where postmortems should go. Pure.</summary>
public static partial class PublishingRules
{
    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        const string At = "postmortems.publishing";
        if (settings.Postmortems?.Publishing is not { } publishing)
        {
            yield return (At, "It is null.", "Leave it out.");
            yield break;
        }
        foreach (var unknown in (publishing.StatusPages ?? []).Where(id => settings.StatusPages.All(page => page.Id != id)))
            yield return ($"{At}.statusPages", $"There is no status page '{unknown}'.", "Use ids of statusPages.");
        foreach (var mistake in publishing.Confluence is { } confluence ? Mistakes(confluence, $"{At}.confluence") : [])
            yield return mistake;
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ConfluenceSettings confluence, string at)
    {
        if (string.IsNullOrWhiteSpace(confluence.Token))
            yield return ($"{at}.token", "The API token is missing.", "Create one for the account that writes the pages, under id.atlassian.com, and enter it.");
        if (confluence.CloudId is { } cloud && !Guid.TryParseExact(cloud, "D", out _))
            yield return ($"{at}.cloudId", $"'{cloud}' is no cloud id.", "Copy it from https://your-site.atlassian.net/_edge/tenant_info, or leave it out for a token without scopes.");
        if (confluence.Account is { } account && (account.Length > 320 || !account.Contains('@', StringComparison.Ordinal) || account.Contains(':', StringComparison.Ordinal)))
            yield return ($"{at}.account", "It is no e-mail address.", "Enter the e-mail of the account that owns the token.");
        if (!Label().IsMatch(confluence.Label ?? ""))
            yield return ($"{at}.label", $"'{confluence.Label}' cannot be a label.", "Use lower-case letters, digits and hyphens.");
        if (confluence.Spaces is not { Count: > 0 and <= 100 } spaces)
        {
            yield return ($"{at}.spaces", "There is no space, or more than 100.", "Name the space that the pages go to.");
            yield break;
        }
        foreach (var (space, index) in spaces.Select((space, index) => (space, index)))
        {
            if (space?.Projects is null || !Key().IsMatch(space.Space ?? ""))
                yield return ($"{at}.spaces[{index}].space", $"'{space?.Space}' is no key of a space.", "Copy it from the address of the space: /wiki/spaces/KEY.");
            if (space?.ParentId is { } parent && !Number().IsMatch(parent))
                yield return ($"{at}.spaces[{index}].parentId", $"'{parent}' is no id of a page.", "Copy the number from the address of the page: /pages/123456.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,99}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();

    /// <summary>Personal spaces begin with a tilde.</summary>
    [GeneratedRegex("^~?[A-Za-z0-9_.:-]{1,255}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("^[0-9]{1,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
