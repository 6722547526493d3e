using System.Text.Json.Serialization;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Installations;

/// <summary>
/// What a site calls its things, read from Jira now and then. Fields are found by their schema, never by their translated name.
/// Empty until Jira was asked; the rules then fall back to shapes and English names.
/// </summary>
public sealed record SiteCatalog
{
    public static SiteCatalog Empty { get; } = new();

    /// <summary>Ids of fields with schema `service-entity-field-cftype`.</summary>
    public IReadOnlyList<string> AffectedServiceFields { get; init; } = [];

    /// <summary>Ids of fields with schema `vp-origin`.</summary>
    public IReadOnlyList<string> RequestTypeFields { get; init; } = [];

    /// <summary>Request type ids whose practice is incident management.</summary>
    public IReadOnlyList<string> IncidentRequestTypes { get; init; } = [];

    /// <summary>Priority ids, most urgent first.</summary>
    public IReadOnlyList<string> PrioritiesByUrgency { get; init; } = [];

    /// <summary>What the site's administrator says these things mean; read from the settings, not from Jira.</summary>
    [JsonIgnore]
    public RuleSettings Rules { get; init; } = RuleSettings.Default;

    /// <summary>The account the app acts as: its own edits come back as webhooks and are ignored.</summary>
    public string? AppAccountId { get; init; }
}
