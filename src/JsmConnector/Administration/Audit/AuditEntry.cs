namespace JsmConnector.Administration.Audit;

/// <param name="Who">Account id; null: nobody is on record.</param>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
/// <param name="What">For people; names of fields, never values that are secret.</param>
public sealed record AuditEntry(DateTimeOffset At, string? Who, string Kind, string What);

public static class AuditKinds
{
    public const string Settings = "settings", Tokens = "tokens", Links = "links", History = "history";

    public static IReadOnlyList<(string Name, string Word)> All { get; } = [(Settings, "Settings"), (Tokens, "API tokens"), (Links, "Access links"), (History, "History of a page")];
}

public sealed record AuditModel
{
    public IReadOnlyList<AuditEntry> Entries { get; init; } = [];

    /// <summary>Display names by account id.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();
    public string Kind { get; init; } = "";
    public string Who { get; init; } = "";
    public string From { get; init; } = "";
    public string Until { get; init; } = "";

    /// <summary>Older ones are in the file.</summary>
    public bool IsCut { get; init; }

    /// <summary>The frame of Forge lets no file pass.</summary>
    public bool CanDownload { get; init; }
    public string? Reader { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
