using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.Rules;

/// <summary>A section for each page: what a built-in page looks like and who may read it, and how components are grouped on one at Statuspage.</summary>
public static class PageSections
{
    public static string NameOf(string page) => $"page-{page}";

    public static IEnumerable<RuleSection> Of(InstallationSettings settings) => settings.StatusPages
        .Select((page, index) => (page, At: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"statusPages.{index}.page")))
        .Where(each => each.page.Provider is "statuspage" || each.page.Provider == StatusPageSettings.BuiltIn.Provider)
        .Select(each => new RuleSection(NameOf(each.page.Id), "Look and readers", "What the page looks like, and who may read it.", "", [])
        {
            Subject = each.page.Page?.Title ?? each.page.Id,
            Group = RuleSections.OfPlaces,
            Fields = [.. Fields.Where(field => each.page.Provider != "statuspage" || field.Kind == ColumnKind.Groups).Select(field => field with { Member = $"{each.At}.{field.Member}" })],
            ShowsTickets = false,
        });

    private static IReadOnlyList<RuleColumn> Fields { get; } =
    [
        new("title", "Name at the top") { Empty = "", Hint = "Without one: the short name of your site." },
        new("about", "A sentence about the page", ColumnKind.Lines) { Empty = "" },
        new("language", "Language", ColumnKind.Choice) { Options = OptionLists.Languages, Usual = "en", IsRequired = true },
        new("host", "A host name of its own") { Empty = "none", Hint = "Like status.example.com. The screen Status pages says how to prove that it is yours." },
        new("access", "Who may read it", ColumnKind.Choice) { Options = OptionLists.Accesses, Usual = "public", IsRequired = true },
        new("readers", "Who may sign in to a page with access link", ColumnKind.Names) { Empty = "nobody", Hint = "Addresses like ada@example.com and whole domains like @example.com, separated by commas." },
        new("subscriptions", "Ways in which readers subscribe by themselves", ColumnKind.Names) { Options = OptionLists.Ways, Usual = "email", IsRequired = true, Empty = "none" },
        new("components", "Components that it shows", ColumnKind.Names) { Options = OptionLists.Components, Empty = "every", Hint = "Incidents that touch none of them are left out." },
        new("groups", "Groups of components", ColumnKind.Groups) { Options = OptionLists.Components, Empty = "", Hint = "One line a group, in the order of the page: Office = Email, Chat. A group in a group: Office > Abroad = Email abroad. A name with a comma, = or > in it stands in quotation marks." },
        new("descriptions", "What components are", ColumnKind.Pairs) { Empty = "", Hint = "One line a component: Email = Sends and receives mail." },
        new("branding.logo", "Logo", ColumnKind.Picture) { Empty = "", Hint = "A picture instead of the name: png, jpeg, webp or svg of at most 96 KB, as data:image/png;base64,…" },
        new("branding.linkColour", "Colour of links on white") { Empty = Usual, Hint = "Like #0055cc; contrast at least 4.5:1." },
        new("branding.linkColourDark", "Colour of links on the dark ground") { Empty = Usual, Hint = "Like #85b8ff; contrast at least 4.5:1." },
        new("branding.css", "Style sheet of your own", ColumnKind.Lines) { Empty = "", Hint = "At most 20,000 characters. Nothing in it may load from elsewhere." },
        new("branding.poweredBy", "The page says what it is powered by", ColumnKind.Flag) { Options = OptionLists.Yes },
        new("maintenanceAsNone", "Report the indicator none during maintenance", ColumnKind.Flag) { Options = OptionLists.Yes, Usual = "false", Hint = "For readers of the JSON that know four indicators only." },
    ];

    private const string Usual = "as usual";
}
