using System.ComponentModel;

namespace JsmConnector.Installations.Settings;

/// <summary>What a built-in page looks like and who may read it: `page` of an entry with the provider `builtin`.</summary>
public sealed record PageSettings
{
    public static PageSettings Default { get; } = new();

    [Description("Name at the top of the page; without it the site's short name.")]
    public string? Title { get; init; }

    /// <summary>The page's own host name; its routes are served at the root of it.</summary>
    [Description("The page's own host name, like status.example.com, without https:// and path. Point its DNS record at the app and, unless the operator trusts the name, prove that it is yours: the screen Status pages says how.")]
    public string? Host { get; init; }

    [Description("Language of the page's own words: en or de. Every language stays reachable under its tag, like /de.")]
    public string Language { get; init; } = "en";

    [Description("A sentence or two under the state of the page; plain text.")]
    public string? About { get; init; }

    [Description("public, or link: only readers with an access link made for this page, or who sign in, in every output.")]
    public string Access { get; init; } = "public";

    [Description("Who may sign in to a page with access link, by a one-time link that is mailed to them: addresses like ada@example.com and whole domains like @example.com. Needs a mail server of the operator.")]
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>The format knows five indicators; some readers know only the four documented ones.</summary>
    [Description("Report the indicator none instead of maintenance, for readers of the JSON that know four indicators only.")]
    public bool MaintenanceAsNone { get; init; }

    /// <summary>Null: all of them.</summary>
    [Description("Names of the components that this page shows; incidents that touch none of them are left out. Without it: everything.")]
    public IReadOnlyList<string>? Components { get; init; }

    [Description("Groups of components, in the order of the page; a group may hold groups.")]
    public IReadOnlyList<PageGroupSettings> Groups { get; init; } = [];

    [Description("Name of a component to a sentence about it.")]
    public IReadOnlyDictionary<string, string>? Descriptions { get; init; }

    public PageBranding Branding { get; init; } = new();

    [Description("Ways in which readers may subscribe by themselves: email, webhook, slack, teams. E-mail needs a mail server of the operator. An empty list: none.")]
    public IReadOnlyList<string> Subscriptions { get; init; } = ["email"];
}

public sealed record PageGroupSettings
{
    [Description("Name of the group; unique among its neighbours.")]
    public required string Name { get; init; }

    [Description("Names of components.")]
    public IReadOnlyList<string> Components { get; init; } = [];

    [Description("Groups inside this one.")]
    public IReadOnlyList<PageGroupSettings> Groups { get; init; } = [];
}

public sealed record PageBranding
{
    [Description("A picture instead of the name: data:image/png;base64,… (png, jpeg, webp or svg), at most 96 KB.")]
    public string? Logo { get; init; }

    [Description("Colour of links on white, like #0055cc; contrast at least 4.5:1.")]
    public string? LinkColour { get; init; }

    [Description("Colour of links on the dark ground, like #85b8ff; contrast at least 4.5:1.")]
    public string? LinkColourDark { get; init; }

    [Description("Style sheet of your own, at most 20,000 characters. Nothing in it may load from elsewhere.")]
    public string? Css { get; init; }

    [Description("Whether the page says what it is powered by.")]
    public bool PoweredBy { get; init; } = true;
}
