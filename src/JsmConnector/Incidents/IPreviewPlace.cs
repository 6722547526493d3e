using JsmConnector.Installations.Settings;
using Microsoft.AspNetCore.Components;

namespace JsmConnector.Incidents;

/// <summary>
/// A place where readers see incidents, asked how one would look there after words that nobody said yet. The screen that readers see fulfils it, with
/// the same components, so that a preview cannot differ from the place.
/// </summary>
public interface IPreviewPlace
{
    /// <returns>Null when the place would show nothing.</returns>
    PlacePreview? Show(IncidentToShow shown);
}

/// <param name="Incident">As it would be; never saved.</param>
/// <param name="Updates">Oldest first; the last one is the one that is being written.</param>
/// <param name="PagePath">Path of the site's built-in page; null when it has none.</param>
public sealed record IncidentToShow(Incident Incident, IReadOnlyList<IncidentUpdate> Updates, InstallationSettings Settings, string? PagePath, DateTimeOffset Now);

/// <param name="Place">Its name for an agent.</param>
/// <param name="Kind">Class under which its own style stands in a sheet for previews; empty when it needs none.</param>
public sealed record PlacePreview(string Place, string Kind, RenderFragment Content);
