using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tickets.State;

/// <summary>What the ticket itself says of its incident, for searches, queues and the line beside the ticket. For people who may see the ticket. Pure.</summary>
public sealed record TicketState
{
    /// <summary>Named in atlassian-connect.json too, where Jira is asked to index it.</summary>
    public const string PropertyKey = "jsmconnector";

    /// <summary>Key of the module whose lozenge it is: https://developer.atlassian.com/cloud/jira/platform/modules/issue-glance/</summary>
    public const string ContextModule = "incident-context";

    /// <summary>Always true: conditions of modules compare with it.</summary>
    [JsonPropertyName("incident")] public bool IsIncident { get; private init; } = true;
    [JsonPropertyName("stage")] public required string Stage { get; init; }
    [JsonPropertyName("components")] public required IReadOnlyList<string> Components { get; init; }

    /// <summary>Left out while nothing is promised, so that `is empty` finds it.</summary>
    [JsonPropertyName("nextUpdateAt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextUpdateAt { get; init; }

    /// <summary>`yes` or `no`: Jira indexes text, numbers and dates.</summary>
    [JsonPropertyName("late")] public required string Late { get; init; }

    public static TicketState Of(Incident incident, DateTimeOffset now) => new()
    {
        Stage = incident.Stage.Name(),
        Components = incident.AffectedNames(),
        NextUpdateAt = incident.NextUpdateAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Late = IsLate(incident, now) ? "yes" : "no",
    };

    /// <param name="language">Of the team: one line for all who see the ticket.</param>
    public static TicketLozenge LozengeOf(Incident incident, string language, DateTimeOffset now) => incident switch
    {
        _ when IsLate(incident, now) => new TicketLozenge(ScreenWords.In(language, "Update is late"), "removed"),
        { Stage: Incidents.Stage.Resolved } => new TicketLozenge(ScreenWords.In(language, incident.Stage.Label()), "success"),
        { Stage: Incidents.Stage.Withdrawn } => new TicketLozenge(ScreenWords.In(language, incident.Stage.Label()), "default"),
        { NextUpdateAt: { } promised } => new TicketLozenge(
            string.Format(CultureInfo.InvariantCulture, ScreenWords.In(language, "{0} · next update {1}"), ScreenWords.In(language, incident.Stage.Label()), PublicWords.Time(promised)), "inprogress"),
        _ => new TicketLozenge(ScreenWords.In(language, incident.Stage.Label()), "inprogress"),
    };

    /// <summary>The same for the same words, so that nothing is written twice.</summary>
    public static string HashOf(TicketState state, TicketLozenge lozenge) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { state, lozenge }))[..8]);

    private static bool IsLate(Incident incident, DateTimeOffset now) => incident.Stage.IsOpen() && incident.NextUpdateAt <= now;
}

/// <param name="Kind">`default`, `inprogress`, `moved`, `new`, `removed` (red) or `success`.</param>
public sealed record TicketLozenge(string Label, string Kind)
{
    /// <summary>As Jira wants it under <see cref="KeyOf"/>.</summary>
    public object Value => new { type = "lozenge", value = new { label = Label, type = Kind } };

    public static string KeyOf(string appKey) => $"com.atlassian.jira.issue:{appKey}:{TicketState.ContextModule}:status";
}
