using JsmConnector.Administration.Rules;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;

namespace JsmConnector.Administration.Destinations;

/// <param name="Value">Empty for a secret: it is never shown.</param>
/// <param name="IsHeld">A secret that is there; left empty it stays.</param>
/// <param name="Choices">Value and word; null: anything.</param>
public sealed record EntryField(ChannelField Field, string Value, bool IsHeld, IReadOnlyList<(string Value, string Word)>? Choices = null)
{
    /// <summary>Several lines, or so many names that they need them.</summary>
    public bool IsLong => !Field.IsSecret && (Field.Meaning.Contains(" lines", StringComparison.Ordinal) || Field.Name == "components" || Value.Contains('\n', StringComparison.Ordinal));

    /// <summary>A secret that was typed and is not saved yet, sealed: it comes back with the form.</summary>
    public string? Kept { get; init; }

    /// <summary>`signingSecret` as people write it.</summary>
    public string Label { get; } = Words(Field.Name);

    private static string Words(string name) =>
        string.Concat(name.Select((letter, at) => at == 0 ? $"{char.ToUpperInvariant(letter)}" : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}

/// <summary>The forms of status pages and channels: a channel's comes from the record of its kind, a page's from what its provider reads. Pure.</summary>
public static class DestinationFields
{
    public const string Page = "page", Channel = "channel";
    private static readonly ChannelField PageId = new("pageId", "Id of the page there.", false, true);

    public static IReadOnlyList<string> Providers { get; } = [StatusPageSettings.BuiltIn.Provider, "statuspage", "jsm", "webhook"];

    public static IReadOnlyList<EntryField> Of(StatusPageSettings page) => page.Provider switch
    {
        "statuspage" => [Text(PageId, page.PageId), Secret("API key of Statuspage.", page.ApiKey), ByName(page), Components(page)],
        "jsm" => [Text(PageId, page.PageId), Text(new ChannelField("cloudId", "The cloud id of the site that has the page, from https://your-site.atlassian.net/_edge/tenant_info.", false, true), page.CloudId), Secret("E-mail and token of a person, like ada@example.com:token, or a bearer token.", page.ApiKey), Components(page)],
        "webhook" => [Text(new ChannelField("url", "Where the page is told, https.", false, true), page.Url), Secret("whsec_ and 24 to 64 random bytes in base64; the receiver checks signatures with it.", page.ApiKey)],
        _ => [],
    };

    public static IReadOnlyList<EntryField> Of(ChannelSettings channel, INotificationChannel kind) => [.. kind.Fields.Select(field =>
        new EntryField(field, field.IsSecret ? "" : channel.Options?.GetValueOrDefault(field.Name) ?? "", field.IsSecret && channel.Secrets?.GetValueOrDefault(field.Name) is { Length: > 0 }))];

    public static StatusPageSettings With(StatusPageSettings page, Func<string, string> typed)
    {
        var asked = Of(page).Select(field => field.Field.Name).ToHashSet(StringComparer.Ordinal);
        string? Value(string name, string? held) => !asked.Contains(name) ? held : typed(name) is { Length: > 0 } text ? text : null;
        return page with
        {
            PageId = Value("pageId", page.PageId),
            CloudId = Value("cloudId", page.CloudId),
            Url = Value("url", page.Url),
            ApiKey = Value("apiKey", null) ?? page.ApiKey,
            ComponentsByName = Value("componentsByName", page.ComponentsByName),
            Components = asked.Contains("components") ? Pairs(typed("components")) : page.Components,
        };
    }

    public static ChannelSettings With(ChannelSettings channel, INotificationChannel kind, Func<string, string> typed)
    {
        var (options, secrets) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(channel.Secrets ?? new Dictionary<string, string>(), StringComparer.Ordinal));
        foreach (var field in kind.Fields)
        {
            if (typed(field.Name) is { Length: > 0 } text)
                (field.IsSecret ? secrets : options)[field.Name] = text;
        }
        return channel with { Options = options.Count > 0 ? options : null, Secrets = secrets.Count > 0 ? secrets : null };
    }

    private static EntryField Text(ChannelField field, string? value) => new(field, value ?? "", false);

    private static EntryField Secret(string meaning, string? held) => new(new ChannelField("apiKey", meaning, true, true), "", held is { Length: > 0 });

    private static EntryField ByName(StatusPageSettings page) => new(new ChannelField("componentsByName", "What happens with a component that is not listed below.", false, false), page.ComponentsByName ?? "", false,
        [("", "Nothing"), (StatusPageSettings.Find, "Look for one of its name there"), (StatusPageSettings.Make, "Look for one, and make it")]);

    private static EntryField Components(StatusPageSettings page) => new(new ChannelField("components", "Name of a component here = id of the component there, separated by commas.", false, false),
        string.Join(", ", (page.Components ?? new Dictionary<string, string>()).Select(pair => $"{CellNames.Shown(pair.Key, ",=\n")} = {pair.Value}")), false);

    private static Dictionary<string, string>? Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            (var name, at) = CellNames.Take(text, at, ",=\n");
            var id = "";
            if (at < text.Length && text[at] == '=')
                (id, at) = CellNames.Take(text, at + 1, ",\n");
            if (name.Length > 0)
                pairs.TryAdd(name, id);
        }
        return pairs.Count > 0 ? pairs : null;
    }
}
