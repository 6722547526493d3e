using JsmConnector.Installations.Settings;
using JsmConnector.StatusPages.History;

namespace JsmConnector.StatusPages.Import;

/// <param name="Name">Null: components that stand in no group.</param>
public sealed record ImportedGroup(string? Name, IReadOnlyList<string> Components);

/// <summary>What a portion of a page elsewhere holds.</summary>
public abstract record Imported
{
    /// <param name="Expected">How many incidents there are in all, when the page tells.</param>
    public sealed record Portion(IReadOnlyList<ImportedGroup> Groups, IReadOnlyList<PastIncident> Incidents, bool IsLast, int? Expected) : Imported;

    public sealed record Later(string Reason, DateTimeOffset? At) : Imported;

    public sealed record Never(string Reason) : Imported;
}

/// <summary>Reads the past of one kind of page, portion by portion.</summary>
public interface IImportSource
{
    /// <param name="page">The entry of the settings that the import names; null when it names an address.</param>
    bool CanRead(string source, StatusPageSettings? page);

    /// <param name="portion">From 1. The first one also holds components and groups.</param>
    Task<Imported> ReadAsync(string source, StatusPageSettings? page, int portion, CancellationToken cancellationToken);
}
