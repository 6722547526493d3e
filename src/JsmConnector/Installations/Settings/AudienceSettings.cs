using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

/// <summary>People who are told together. The closer to the incident, the more often and the more.</summary>
public sealed record AudienceSettings
{
    public const string Core = "core", Support = "support", Executives = "executives", Employees = "employees", Customers = "customers";

    public static IReadOnlyList<AudienceSettings> Defaults { get; } = [.. new[] { Core, Support, Executives, Employees, Customers }.Select(name => new AudienceSettings { Name = name })];

    [Description("core, support, executives, employees, customers, or a name of your own: 1 to 40 lower-case letters, digits and hyphens.")]
    public required string Name { get; init; }

    [Description("Ids of channels on which this audience hears every public update. The status pages and the portal need no entry.")]
    public IReadOnlyList<string> Channels { get; init; } = [];

    [Description("en or de.")]
    public string Language { get; init; } = "en";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Minutes within which this audience hears the next update, by severity, like {\"2\": 60, \"3\": 240}, when that is less often than customers do: 10 to 1440. What is new (another stage or severity, a correction, the end) is told at once. Not for customers, whose promise is the incident's own.")]
    public IReadOnlyDictionary<string, int>? Minutes { get; init; }

    [Description("Whether this audience hears of planned work on its channels, outside of its quiet hours. Status pages show it in any case.")]
    public bool PlannedWork { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("When this audience is left in peace. Afterwards it hears the last word of each incident.")]
    public QuietHours? QuietHours { get; init; }
}

public sealed record QuietHours
{
    [Description("Begin, in the zone's local time, like 22:00:00.")]
    public required TimeOnly From { get; init; }

    [Description("End, like 07:00:00; may lie on the next day.")]
    public required TimeOnly Until { get; init; }

    [Description("IANA name of the time zone, like Europe/Berlin.")]
    public string Zone { get; init; } = "UTC";

    [Description("Incidents of this severity or a worse one are told all the same: 1 to 4, or 0 for none.")]
    public int UnlessSeverity { get; init; } = 1;
}
