using System.Globalization;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Postmortems.Facts;

/// <summary>One item of a changelog entry, with the key under which webhooks know it too.</summary>
public sealed record TicketChange(string Key, DateTimeOffset At, JiraAccount? Author, JiraChangeItem Item)
{
    /// <summary>Fields whose changes tell a reader nothing; the app's own link is one of them.</summary>
    private static readonly HashSet<string> Noise = new(StringComparer.OrdinalIgnoreCase)
    {
        "rank", "sprint", "watchers", "watches", "votes", "attachment", "timespent", "timeestimate", "timeoriginalestimate", "worklogid", "worklogtimespent",
        "workflow", "description", "comment", "environment", "labels", "epic link", "remoteissuelink", "remoteworkitemlink", "request participants",
        "organizations", "development", "parent",
    };

    /// <summary>`fieldId` is never translated, but a quarter of real items lack it.</summary>
    public string Field => Item.FieldId ?? Item.Field ?? "";

    public bool IsNoise => Noise.Contains(Field) || (Item.Field is { } name && Noise.Contains(name)) || Field.Length == 0;

    public bool Is(string field) =>
        Field.Equals(field, StringComparison.OrdinalIgnoreCase) || string.Equals(Item.Field, field, StringComparison.OrdinalIgnoreCase);

    public string Kind => Is("status") ? "status" : Is("priority") ? "priority" : Is("assignee") ? "assignee"
        : Is("resolution") ? "resolution" : Is("link") || Is("issuelinks") ? "link" : "field";

    public string Text => $"{Named(Item.Field ?? Field)}: {Item.FromText ?? Item.From ?? "none"} → {Item.ToText ?? Item.To ?? "none"}";

    private static string Named(string field) => field.Length == 0 ? field : char.ToUpperInvariant(field[0]) + field[1..];

    public static IReadOnlyList<TicketChange> Of(TicketHistory history) => history is not TicketHistory.Read read
        ? []
        : [.. read.Changes
            .Where(change => change.CreatedAt is not null)
            .OrderBy(change => change.CreatedAt)
            .SelectMany(change => change.Items.Select((item, number) => new TicketChange(
                $"changelog/{change.Id}/{number.ToString(CultureInfo.InvariantCulture)}", change.CreatedAt!.Value, change.Author, item)))];
}
