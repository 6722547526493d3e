using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.History;

/// <summary>What a component really was between two moments.</summary>
public sealed record StateCorrection(string Component, DateTimeOffset From, DateTimeOffset Until, ComponentStatus Status, string Reason);

/// <param name="Key">Names the incident where it comes from: added twice, it is there once.</param>
/// <param name="Impact">`none`, `minor`, `major` or `critical`.</param>
/// <param name="Updates">Oldest first.</param>
public sealed record PastIncident(
    string Key, string Title, string Impact, DateTimeOffset StartedAt, DateTimeOffset ResolvedAt, IReadOnlyList<string> Components, IReadOnlyList<(Stage Stage, string Words, DateTimeOffset At)> Updates);

/// <summary>The past of the built-in page, written by people. Nobody is told; everything is kept on record. In a scope that has entered the site.</summary>
public interface IPageHistory
{
    /// <returns>Null when it is done; else the field and why not.</returns>
    Task<(string Field, string Reason)?> CorrectAsync(InstallationId installation, string page, StateCorrection correction, string? author, CancellationToken cancellationToken);

    /// <summary>All of them or none. Added twice, they are there once.</summary>
    /// <returns>Their public ids, in the same order.</returns>
    Task<IReadOnlyList<string>> AddAsync(InstallationId installation, string page, IReadOnlyList<PastIncident> past, string? author, CancellationToken cancellationToken);

    /// <summary>Takes an incident off the page as if it had never been there: for tests alone.</summary>
    Task ForgetAsync(InstallationId installation, string page, IncidentId incident, CancellationToken cancellationToken);
}
