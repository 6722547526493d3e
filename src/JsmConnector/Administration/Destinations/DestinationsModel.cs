namespace JsmConnector.Administration.Destinations;

/// <param name="What">`page` or `channel`.</param>
/// <param name="Told">Audiences that hear it; empty for a page, which everybody reads.</param>
public sealed record EntryRow(string What, string Id, string Kind, string Told, bool IsReady);

/// <summary>One entry that is written or changed.</summary>
/// <param name="IsNew">Its id can still be chosen.</param>
public sealed record EntryForm(string What, string Id, string Kind, bool IsNew, IReadOnlyList<EntryField> Fields)
{
    /// <summary>Name of an audience, and whether it hears this channel.</summary>
    public IReadOnlyList<(string Name, bool IsTold)> Audiences { get; init; } = [];

    /// <summary>Ids of channels that may stand in for this one.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
    public string Fallback { get; init; } = "";

    /// <summary>Everybody reads it.</summary>
    public bool IsPublic { get; init; }
}

public sealed record DestinationsModel
{
    public IReadOnlyList<EntryRow> Rows { get; init; } = [];
    public EntryForm? Entry { get; init; }
    public IReadOnlyList<string> Kinds { get; init; } = [];
    public StepSaved? Saved { get; init; }
    public int Version { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
