using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems.Publishing;

/// <param name="Target">`confluence`, `builtin:main`, `statuspage:sp`, `ticket`.</param>
/// <param name="Document">Which of both documents belongs there.</param>
public sealed record PublicationPlace(string Target, TemplateAudience Document)
{
    public string Kind => KindOf(Target);

    public static string KindOf(string target) => target.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? target[..end] : target;

    public string Label => LabelOf(Target);

    public static string LabelOf(string target) => target switch
    {
        "confluence" => "Confluence",
        "ticket" => "Comment on the ticket",
        "builtin:main" => "Status page",
        _ => $"Status page “{target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..]}”",
    };
}

/// <summary>Pure: where the documents of a postmortem go by the settings of the site.</summary>
public static class PublicationPlaces
{
    public const string Confluence = "confluence";
    public const string Ticket = "ticket";

    /// <param name="projectKey">Spaces are chosen by project.</param>
    public static IReadOnlyList<PublicationPlace> Of(InstallationSettings settings, string projectKey) =>
    [
        .. Pages(settings).Select(page => new PublicationPlace($"{page.Provider}:{page.Id}", TemplateAudience.External)),
        .. settings.Postmortems.Publishing.Confluence?.SpaceOf(projectKey) is null ? Array.Empty<PublicationPlace>() : [new(Confluence, TemplateAudience.Internal)],
        .. settings.Postmortems.Publishing.CommentOnTicket ? [new PublicationPlace(Ticket, TemplateAudience.Internal)] : Array.Empty<PublicationPlace>(),
    ];

    private static IEnumerable<StatusPageSettings> Pages(InstallationSettings settings) => settings.Postmortems.Publishing.StatusPages is { } chosen
        ? settings.StatusPages.Where(page => chosen.Contains(page.Id, StringComparer.Ordinal))
        : settings.StatusPages;

    public static string ProjectOf(string issueKey) => issueKey[..Math.Max(0, issueKey.LastIndexOf('-'))];
}
