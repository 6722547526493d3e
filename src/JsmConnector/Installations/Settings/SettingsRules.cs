using System.Text.RegularExpressions;
using JsmConnector.Platform.Http;

namespace JsmConnector.Installations.Settings;

/// <summary>What is wrong with a settings document: every mistake with its field and the mend. Pure.</summary>
public static partial class SettingsRules
{
    public const int MostStatusPages = 20;

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        foreach (var mistake in HideSecrets.Mistakes(settings))
            yield return mistake;
        if (settings.StatusPages.Count > MostStatusPages)
            yield return ("statusPages", $"There are more than {MostStatusPages} pages.", "Remove some.");
        foreach (var (page, index) in settings.StatusPages.Select((page, index) => (page, index)))
        {
            foreach (var mistake in Mistakes(page, $"statusPages[{index}]"))
                yield return mistake;
        }
        foreach (var twice in settings.StatusPages.GroupBy(page => page.Id).Where(group => group.Count() > 1))
            yield return ("statusPages", $"The id '{twice.Key}' is used twice.", "Give every page an id of its own.");
        foreach (var twice in settings.StatusPages.Where(page => page.Page?.Host is not null).GroupBy(page => page.Page!.Host).Where(group => group.Count() > 1))
            yield return ("statusPages", $"The host name '{twice.Key}' is used twice.", "Give every page a host name of its own.");
        foreach (var mistake in RuleMistakes.Of(settings.Rules).Concat(AudienceRules.Mistakes(settings)).Concat(TicketSettings.Mistakes(settings.Tickets)).Concat(PromiseSettings.Mistakes(settings.Promises)))
            yield return mistake;
        foreach (var mistake in PostmortemRules.Mistakes(settings.Postmortems).Concat(PublishingRules.Mistakes(settings)).Concat(ActionSettings.Mistakes(settings.Postmortems?.Actions)))
            yield return mistake;
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(StatusPageSettings page, string at)
    {
        if (!Id().IsMatch(page.Id))
            yield return ($"{at}.id", $"'{page.Id}' cannot be an id.", "Use 1 to 40 lower-case letters, digits and hyphens.");
        if (page.Provider is not ("builtin" or "statuspage" or "jsm" or "webhook"))
            yield return ($"{at}.provider", $"There is no provider '{page.Provider}'.", "Use builtin, statuspage, jsm or webhook.");
        if (page.Provider == "webhook" && (!Uri.TryCreate(page.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0))
            yield return ($"{at}.url", "It is missing, or no web address.", "Give the address of the receiver, like https://example.com/status.");
        if (page.Provider == "webhook" && !WebhookSignature.IsSecret(page.ApiKey))
            yield return ($"{at}.apiKey", "It is no secret of Standard Webhooks.", "Give whsec_ and 24 to 64 random bytes in base64; the receiver checks signatures with it.");
        foreach (var mistake in page.Page is null ? [] : PageRules.Mistakes(page.Page, $"{at}.page"))
            yield return mistake;
        foreach (var mistake in page.Provider == "jsm" ? JsmMistakes(page, at) : [])
            yield return mistake;
        if (page.Provider != "statuspage")
            yield break;
        if (string.IsNullOrWhiteSpace(page.PageId) || !RemoteId().IsMatch(page.PageId))
            yield return ($"{at}.pageId", "The Statuspage page id is missing or has other characters than letters and digits.", "Copy it from the address of the page's dashboard.");
        if (page.ComponentsByName is not (null or StatusPageSettings.Find or StatusPageSettings.Make))
            yield return ($"{at}.componentsByName", $"'{page.ComponentsByName}' is no answer.", "Use find or make, or leave it out.");
        if (string.IsNullOrWhiteSpace(page.ApiKey))
            yield return ($"{at}.apiKey", "The Statuspage API key is missing.", "Create one under API info of your Statuspage user and enter it.");
        foreach (var (name, remote) in page.Components ?? new Dictionary<string, string>())
        {
            if (!RemoteId().IsMatch(remote ?? ""))
                yield return ($"{at}.components.{name}", $"'{remote}' is no Statuspage component id.", "Copy the id from the component's page; it has letters and digits only.");
        }
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> JsmMistakes(StatusPageSettings page, string at)
    {
        if (!RemotePart().IsMatch(page.PageId ?? ""))
            yield return ($"{at}.pageId", "The page id is missing or has other characters than letters, digits and hyphens.", "Copy it from the address of the status page in Jira Service Management.");
        if (!Guid.TryParseExact(page.CloudId, "D", out _))
            yield return ($"{at}.cloudId", "The cloud id is missing or is none.", "Copy it from https://your-site.atlassian.net/_edge/tenant_info.");
        if (string.IsNullOrWhiteSpace(page.ApiKey))
            yield return ($"{at}.apiKey", "The token is missing.", "Enter e-mail:token of a person who may write the status page, or a bearer token.");
        foreach (var (name, remote) in page.Components ?? new Dictionary<string, string>())
        {
            if (!RemotePart().IsMatch(remote ?? ""))
                yield return ($"{at}.components.{name}", $"'{remote}' is no component id.", "Copy the id from Jira Service Management; it has letters, digits and hyphens.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RemotePart();

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Za-z0-9]{1,64}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RemoteId();
}
