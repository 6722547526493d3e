using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Publishing;

/// <param name="State">Null where nobody asked for it yet.</param>
/// <param name="Version">That stands there, or should.</param>
/// <param name="MayDraft">A draft can stand there that readers do not see.</param>
public sealed record PublicationLine(
    string Target, string Label, TemplateAudience Document, PublicationState? State, int? Version, string? Problem, string? Url, DateTimeOffset? DoneAt, bool MayDraft)
{
    /// <summary>The name used in JSON.</summary>
    public string StateName => State switch
    {
        null => "none",
        PublicationState.NotWanted => "not_wanted",
        { } state => state.ToString().ToLowerInvariant(),
    };
}

/// <summary>Where a postmortem stands and where it could. The caller has checked that the reader may see the ticket.</summary>
public sealed class ReadPublications(JsmConnectorContext database, CurrentSettings settings, IEnumerable<IPublicationTarget> targets)
{
    public async Task<IReadOnlyList<PublicationLine>> ListAsync(Incident incident, CancellationToken cancellationToken)
    {
        var places = PublicationPlaces.Of(await settings.GetAsync(incident.InstallationId, cancellationToken), PublicationPlaces.ProjectOf(incident.IssueKey));
        var rows = await database.Set<Publication>().AsNoTracking().Where(p => p.IncidentId == incident.Id).ToDictionaryAsync(p => p.Target, cancellationToken);
        return
        [
            .. places.Select(place => Line(place, rows.GetValueOrDefault(place.Target))),
            // A place that the settings name no longer may still hold the document.
            .. rows.Values.Where(row => places.All(place => place.Target != row.Target) && row.State != PublicationState.Withdrawn).OrderBy(row => row.Target, StringComparer.Ordinal)
                .Select(row => Line(new PublicationPlace(row.Target, row.Document), row)),
        ];
    }

    private PublicationLine Line(PublicationPlace place, Publication? row) => new(
        place.Target, place.Label, place.Document, row?.State, row?.Version, row?.Problem, row?.Url, row?.DoneAt,
        targets.FirstOrDefault(target => target.Kind == place.Kind)?.KnowsDrafts ?? false);
}
