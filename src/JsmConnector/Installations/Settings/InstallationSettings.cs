using System.ComponentModel;

namespace JsmConnector.Installations.Settings;

/// <summary>A site's whole configuration: one document, stored in versions. Every member has the zero-configuration default.</summary>
public sealed record InstallationSettings
{
    public static InstallationSettings Default { get; } = new();

    /// <summary>Always the current one in memory: what is older was brought forward when it was read.</summary>
    [Description("Format of the document. Older ones are brought forward; a newer one than the app knows is refused.")]
    public int Format { get; init; } = SettingsFormat.Current;

    /// <summary>Where incidents are mirrored to. The built-in page works without any setting.</summary>
    [Description("Where incidents are mirrored to. The built-in page works without any setting.")]
    public IReadOnlyList<StatusPageSettings> StatusPages { get; init; } = [StatusPageSettings.BuiltIn];

    [Description("Which tickets are incidents and what they mean for readers.")]
    public RuleSettings Rules { get; init; } = RuleSettings.Default;

    public PostmortemSettings Postmortems { get; init; } = new();

    [Description("What happens when a promised update comes due.")]
    public PromiseSettings Promises { get; init; } = new();

    [Description("What is taken from the tickets of incidents, and what is left there.")]
    public TicketSettings Tickets { get; init; } = new();

    [Description("Ways out of the house besides status pages and portal.")]
    public IReadOnlyList<ChannelSettings> Channels { get; init; } = [];

    [Description("Who is told, on which channels. Five audiences exist from the start; others can be added.")]
    public IReadOnlyList<AudienceSettings> Audiences { get; init; } = AudienceSettings.Defaults;

    [Description("The words that go out: your name, and texts of your own in place of the built-in ones.")]
    public WordSettings Words { get; init; } = new();
}
