using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Tests.Postmortems;

/// <summary>Incidents with sane defaults: Email was down from noon, for an hour.</summary>
internal static class Troubles
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly InstallationId Site = new(Guid.Parse("3a0c5a5e-0000-0000-0000-000000000001"));
    public static readonly IncidentId Id = new(Guid.Parse("3a0c5a5e-0000-0000-0000-000000000002"));

    public static DateTimeOffset At(double minute) => Noon.AddMinutes(minute);

    public static Incident Incident(Stage stage = Stage.Resolved, int worst = 1, double resolvedAt = 60) => new()
    {
        InstallationId = Site,
        Id = Id,
        IssueId = "10042",
        IssueKey = "OPS-7",
        Summary = "mail-db-03 is on fire",
        Stage = stage,
        Severity = new Severity(worst),
        WorstSeverity = new Severity(worst),
        StartedAt = Noon,
        ResolvedAt = stage.IsOpen() ? null : At(resolvedAt),
        SnapshotAt = Noon,
        Published = true,
        Components = { Component("Email") },
    };

    public static IncidentComponent Component(string name, bool isAffected = true) => new()
    {
        InstallationId = Site,
        IncidentId = Id,
        ComponentId = new ComponentId(Guid.NewGuid()),
        Name = name,
        IsAffected = isAffected,
    };

    public static IncidentRecord Record(Incident? incident = null, params JiraChange[] changes) => new()
    {
        Incident = incident ?? Incident(),
        History = History(changes),
        SiteUrl = "https://acme.atlassian.net",
        StatusPageUrl = "https://app.example.com/status/acme",
        Now = At(90),
    };

    public static TicketHistory.Read History(IReadOnlyList<JiraChange> changes, params JiraComment[] comments) => new(
        changes, comments,
        new[] { new JiraStatus("1", "Open", "new"), new JiraStatus("3", "Work in progress", "indeterminate"), new JiraStatus("4", "Monitoring", "indeterminate"), new JiraStatus("5", "Resolved", "done") }
            .ToDictionary(status => status.Id, StringComparer.Ordinal));

    public static JiraChange Change(double minute, params JiraChangeItem[] items) => new()
    {
        Id = (10_000 + (int)(minute * 10)).ToString(CultureInfo.InvariantCulture),
        CreatedAt = At(minute),
        Author = new JiraAccount { AccountId = "u1", DisplayName = "Ada Lovelace", AccountType = "atlassian" },
        Items = items,
    };

    public static JiraChange Status(double minute, string from, string to) => Change(minute, Item("status", from, to, Name(from), Name(to)));

    public static JiraChangeItem Item(string field, string? from, string? to, string? fromText = null, string? toText = null) =>
        new() { Field = field, FieldId = field, From = from, To = to, FromText = fromText ?? from, ToText = toText ?? to };

    public static JiraComment Comment(string id, double minute, string text, bool? isPublic = null, string type = "atlassian", string name = "Grace Hopper") => new()
    {
        Id = id,
        CreatedAt = At(minute),
        JsdPublic = isPublic,
        Author = new JiraAccount { DisplayName = name, AccountType = type },
        Body = JsonSerializer.SerializeToElement(new
        {
            type = "doc",
            version = 1,
            content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text } } } },
        }),
    };

    public static IncidentUpdate Said(double minute, Stage stage, string words = "We look into it.", double? next = null, int severity = 1) => new()
    {
        InstallationId = Site,
        Id = new UpdateId(Guid.NewGuid()),
        IncidentId = Id,
        Stage = stage,
        Severity = new Severity(severity),
        CustomerWords = words,
        PublishedAt = At(minute),
        NextUpdateAt = next is { } at ? At(at) : null,
        Number = (int)minute + 1,
    };

    public static TimelineEntry Entry(string key, double minute, string kind, string text, string? actor = null, bool removed = false) => new()
    {
        InstallationId = Site,
        IssueId = "10042",
        Key = key,
        At = At(minute),
        Kind = kind,
        Text = text,
        Visibility = Visibility.Internal,
        Actor = actor,
        Evidence = key,
        AsOf = At(minute),
        Removed = removed,
    };

    public static Delivery Sent(double minute, string channel, string destination, DeliveryState state, string? reason = null) => new()
    {
        InstallationId = Site,
        Id = new DeliveryId(Guid.NewGuid()),
        IncidentId = Id.Value,
        Audience = "customers",
        Channel = channel,
        Destination = destination,
        Lane = channel,
        State = state,
        Reason = reason,
        DueAt = At(minute),
        CreatedAt = At(minute),
        FinishedAt = At(minute),
    };

    private static string Name(string status) => status switch { "1" => "Open", "3" => "Work in progress", "4" => "Monitoring", "5" => "Resolved", _ => status };
}
