using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PortalAnnouncements;

/// <summary>Pure: what the portal should say about an incident now.</summary>
public static class DesiredAnnouncement
{
    /// <param name="updates">All public words of the incident, oldest first.</param>
    /// <param name="statusPagePath">Where the built-in page is; null when there is none.</param>
    /// <returns>Null when the portal should say nothing: not public, withdrawn, or no word yet.</returns>
    public static PortalAnnouncement? Of(Incident incident, IReadOnlyList<IncidentUpdate> updates, string? statusPagePath, InstallationSettings settings)
    {
        if (!incident.Published || incident.Stage == Stage.Withdrawn || updates.Count == 0)
            return null;
        var newest = updates[^1];
        var isOpen = incident.Stage.IsOpen();
        List<IncidentComponent> affected = [.. incident.Components.Where(c => c.IsAffected).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
        return new PortalAnnouncement
        {
            InstallationId = incident.InstallationId,
            IncidentId = incident.Id,
            PublicId = incident.Id.Public(),
            Title = incident.PublicTitle,
            Stage = incident.Stage,
            Severity = incident.Severity,
            Words = newest.CustomerWords,
            Titles = InLanguages(incident.PublicTitle, language => KnownFacts.TitleIn(incident, language)),
            OtherWords = InLanguages(newest.CustomerWords, language => AudienceWords.Of(Telling.Of(incident, newest, updates), newest, AudienceSettings.Customers, language, (PlanAnnouncement.Channel, null), settings).Text),
            Components = [.. affected.Select(c => c.Name)],
            ComponentStates = affected.Exists(c => c.StatusUnder(incident.Severity) != incident.Severity.Effect) ? [.. affected.Select(c => c.StatusUnder(incident.Severity).Name())] : [],
            NextUpdateAt = isOpen ? incident.NextUpdateAt : null,
            StartedAt = incident.StartedAt,
            PublishedAt = newest.PublishedAt,
            StatusPagePath = statusPagePath,
            EndedAt = isOpen ? null : EndToldAt(updates, incident),
        };
    }

    private static Dictionary<string, string> InLanguages(string usual, Func<Language, string> say) =>
        Language.All.Select(language => (language.Tag, Text: say(language))).Where(said => said.Text != usual).ToDictionary(said => said.Tag, said => said.Text, StringComparer.Ordinal);

    /// <summary>A word added later, such as a correction, does not bring an ended announcement back.</summary>
    private static DateTimeOffset EndToldAt(IReadOnlyList<IncidentUpdate> updates, Incident incident) =>
        updates.Reverse().TakeWhile(update => !update.Stage.IsOpen()).LastOrDefault()?.PublishedAt ?? incident.ResolvedAt ?? updates[^1].PublishedAt;
}
