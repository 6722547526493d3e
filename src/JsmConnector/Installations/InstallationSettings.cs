using System.Text.Json.Serialization;

namespace JsmConnector.Installations;

/// <summary>A site's whole configuration: one document, stored in versions. Every member has the zero-configuration default.</summary>
public sealed record InstallationSettings
{
    public static InstallationSettings Default { get; } = new();

    /// <summary>Where incidents are mirrored to. The built-in page works without any setting.</summary>
    public IReadOnlyList<StatusPageSettings> StatusPages { get; init; } = [StatusPageSettings.BuiltIn];

    public PostmortemSettings Postmortems { get; init; } = new();
}

public sealed record StatusPageSettings
{
    public static StatusPageSettings BuiltIn { get; } = new() { Id = "main", Provider = "builtin" };

    /// <summary>Our name for the destination; part of lanes and of the delivery ledger.</summary>
    public required string Id { get; init; }

    /// <summary>`builtin` or `statuspage`.</summary>
    public required string Provider { get; init; }

    /// <summary>The remote page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PageId { get; init; }

    /// <summary>Secret: encrypted at rest, comes back as `***`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApiKey { get; init; }

    /// <summary>Name of our component to id of the remote one. A component without an entry is not moved there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Components { get; init; }
}

public sealed record PostmortemSettings
{
    /// <summary>Quiet time between resolution and the generated draft; null means the app's own setting.</summary>
    public TimeSpan? Delay { get; init; }
}
