using System.Text.RegularExpressions;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Installations.Settings;

/// <summary>What is wrong with the settings of a built-in page. Pure.</summary>
public static partial class PageRules
{
    public const int MostGroups = 200;
    public const int DeepestGroup = 4;
    public const int LongestCss = 20_000;
    public const int LargestLogo = 96 * 1024;
    public const string White = "#ffffff", Dark = "#161a1d";

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(PageSettings page, string at)
    {
        if (page.Title is { } title && (title.Length is 0 or > 80 || title.Any(char.IsControl)))
            yield return ($"{at}.title", "It is empty, longer than 80 characters, or holds control characters.", "Give a short name on one line, or leave it out.");
        if (page.Host is { } host && !HostName().IsMatch(host))
            yield return ($"{at}.host", $"'{host}' is no host name.", "Write it in lower case like status.example.com, without https://, port and path.");
        if (Language.Find(page.Language ?? "") is null)
            yield return ($"{at}.language", $"There is no language '{page.Language}'.", $"Use {string.Join(" or ", Language.All.Select(language => language.Tag))}.");
        if (page.About is { Length: > 1000 })
            yield return ($"{at}.about", "It is longer than 1,000 characters.", "Say it in a few sentences.");
        if (page.Access is not ("public" or "link"))
            yield return ($"{at}.access", $"'{page.Access}' is no kind of access.", "Use public or link.");
        foreach (var mistake in PageReaders.Mistakes(page, at))
            yield return mistake;
        foreach (var unknown in (page.Subscriptions ?? []).Except(["email", "webhook", "slack", "teams", "push"], StringComparer.Ordinal))
            yield return ($"{at}.subscriptions", $"There is no way '{unknown}' to subscribe.", "Use email, webhook, slack, teams and push.");
        foreach (var mistake in GroupMistakes(page.Groups ?? [], $"{at}.groups").Concat(BrandingMistakes(page.Branding ?? new(), $"{at}.branding")))
            yield return mistake;
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> GroupMistakes(IReadOnlyList<PageGroupSettings> groups, string at)
    {
        var (seen, count) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0);
        return Walk(groups, at, 1);

        IEnumerable<(string, string, string)> Walk(IReadOnlyList<PageGroupSettings> level, string path, int depth)
        {
            if (depth > DeepestGroup)
            {
                yield return (path, $"Groups are nested more than {DeepestGroup} deep.", "Flatten them: nobody opens that many.");
                yield break;
            }
            foreach (var twice in level.Where(group => group is not null).GroupBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
                yield return (path, $"Two groups beside one another are called '{twice.Key}'.", "Give each a name of its own.");
            foreach (var (group, index) in level.Select((group, index) => (group, index)))
            {
                if (group is null || string.IsNullOrWhiteSpace(group.Name) || group.Name.Length > 120)
                    yield return ($"{path}[{index}].name", "The group has no name, or one longer than 120 characters.", "Name it.");
                if (group is null)
                    continue;
                if (++count == MostGroups + 1)
                    yield return (at, $"There are more than {MostGroups} groups.", "Join some.");
                foreach (var again in (group.Components ?? []).Where(name => !seen.Add(name ?? "")))
                    yield return ($"{path}[{index}].components", $"'{again}' stands in two groups.", "A component has one place on a page: leave it in one of them.");
                foreach (var mistake in Walk(group.Groups ?? [], $"{path}[{index}].groups", depth + 1))
                    yield return mistake;
            }
        }
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> BrandingMistakes(PageBranding branding, string at)
    {
        foreach (var (field, colour, ground) in new[] { ("linkColour", branding.LinkColour, White), ("linkColourDark", branding.LinkColourDark, Dark) })
        {
            if (colour is null)
                continue;
            if (Contrast.Ratio(colour, ground) is not { } ratio)
                yield return ($"{at}.{field}", $"'{colour}' is no colour.", "Write it like #0055cc.");
            else if (ratio < 4.5)
                yield return ($"{at}.{field}", FormattableString.Invariant($"{colour} on {ground} has a contrast of {ratio:0.0}:1; people need 4.5:1."), "Choose a stronger colour.");
        }
        if (branding.Logo is { } logo && PageLogo.Read(logo) is null)
            yield return ($"{at}.logo", "It is no picture that the page can show.", "Give data:image/png;base64,… (png, jpeg, webp or svg) of at most 96 KB.");
        if (branding.Css is { Length: > LongestCss })
            yield return ($"{at}.css", "It is longer than 20,000 characters.", "Shorten it.");
        else if (branding.Css is { } css && CustomStyle.Refusal(css) is { } reason)
            yield return ($"{at}.css", reason, "Leave it out. Fonts and pictures from elsewhere would tell a stranger who reads your page.");
    }

    [GeneratedRegex(@"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostName();
}
