using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Upkeep;

/// <param name="Subject">`component` or `incident`, and its id there: what is compared.</param>
/// <param name="What">`status`, `stage`, `name` or `deleted`.</param>
/// <param name="ByHand">Somebody changed there what we had written; until it is repaired, that is left as it is.</param>
public sealed record Difference(string Subject, string What, string Name, string Ours, string Theirs, bool ByHand);

/// <param name="Failure">Why the page could not be read; then nothing is known.</param>
public sealed record Comparison(IReadOnlyList<Difference> Differences, string? Failure);

/// <param name="Id">Its id there.</param>
public sealed record ForeignIncident(string Id, string Name, string Stage, DateTimeOffset? CreatedAt);

/// <summary>For kinds of pages that people edit elsewhere: finds what differs, brings it back, and takes over what was begun there. In a scope that has entered the site.</summary>
public interface IPageUpkeep
{
    /// <summary>The `provider` of <see cref="StatusPageSettings"/>.</summary>
    string Provider { get; }

    Task<Comparison> CompareAsync(InstallationId installation, StatusPageSettings page, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken);

    /// <summary>Sets there what we hold, without a word to readers.</summary>
    /// <returns>Null when it is done; else why not.</returns>
    Task<string?> RepairAsync(InstallationId installation, StatusPageSettings page, string subject, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken);

    /// <summary>Whether what others began there can be listed.</summary>
    bool ListsForeign => true;

    /// <summary>Open incidents there that are not ours.</summary>
    Task<(IReadOnlyList<ForeignIncident> Incidents, string? Failure)> ListForeignAsync(StatusPageSettings page, CancellationToken cancellationToken);

    /// <summary>From now on this incident there mirrors ours: the next update goes on in it.</summary>
    /// <returns>Null when it is done; else why not.</returns>
    Task<string?> AdoptAsync(InstallationId installation, StatusPageSettings page, string remoteId, IncidentId incident, CancellationToken cancellationToken);
}
