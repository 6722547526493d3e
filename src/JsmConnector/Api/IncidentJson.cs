using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems;
using JsmConnector.StatusPages;

namespace JsmConnector.Api;

/// <summary>An incident as `/api/v1` tells it. Times are UTC; members are added, never renamed (docs/api.md).</summary>
public sealed record IncidentJson(
    string Key, string IssueId, string Stage, int Severity, string Class, string PublicTitle, bool Published, DateTimeOffset StartedAt, DateTimeOffset? ResolvedAt,
    DateTimeOffset? NextUpdateAt, string? CommunicationLead, IReadOnlyList<ComponentJson> Components, IReadOnlyList<UpdateJson> Updates, IReadOnlyList<DeliveryJson> Deliveries,
    IReadOnlyList<TimelineJson> Timeline, PostmortemJson? Postmortem)
{
    public static IncidentJson From(
        Incident incident, IReadOnlyList<ComponentState> states, IReadOnlyList<IncidentUpdate> updates, IReadOnlyList<Delivery> deliveries,
        IReadOnlyList<TimelineEntry> timeline, PostmortemJson? postmortem) => new(
            incident.IssueKey, incident.IssueId, incident.Stage.Name(), incident.Severity.Level, incident.Class, incident.PublicTitle, incident.Published,
            incident.StartedAt, incident.ResolvedAt, incident.NextUpdateAt, incident.CommunicationLead,
            [.. states.Where(state => incident.Components.Any(c => c.IsAffected && c.ComponentId == state.Id)).Select(ComponentJson.From)],
            [.. updates.Select(UpdateJson.From)], [.. deliveries.Select(DeliveryJson.From)], [.. timeline.Select(TimelineJson.From)], postmortem);
}

/// <param name="Status">The component's state now, over all open incidents.</param>
public sealed record ComponentJson(string Id, string Name, string Status)
{
    public static ComponentJson From(ComponentState state) => new(state.Id.Public(), state.Name, state.Status.Name());
}

public sealed record UpdateJson(
    string Id, string Stage, IReadOnlyDictionary<string, string> Words, DateTimeOffset PublishedAt, DateTimeOffset? NextUpdateAt, string? CorrectionOf, IReadOnlyDictionary<string, string> Answers)
{
    public static UpdateJson From(IncidentUpdate update) => new(
        update.Id.Public(), update.Stage.Name(), new Dictionary<string, string>(update.OtherWords) { ["customers"] = update.CustomerWords },
        update.PublishedAt, update.NextUpdateAt, update.CorrectionOf?.Public(), update.Answers);
}

public sealed record DeliveryJson(
    string Id, string? UpdateId, string Audience, string Channel, string Destination, string State, int Attempts, string? Reason, DateTimeOffset? FinishedAt)
{
    public static DeliveryJson From(Delivery delivery) => new(
        delivery.Id.Value.ToString("N"), delivery.UpdateId is { } update ? PublicId.Of(update) : null, delivery.Audience, delivery.Channel, delivery.Destination,
        delivery.State.ToString().ToLowerInvariant(), delivery.Attempts, delivery.Reason, delivery.FinishedAt);
}

public sealed record TimelineJson(DateTimeOffset At, string Kind, string Text, string Visibility, string Evidence)
{
    public static TimelineJson From(TimelineEntry entry) => new(
        entry.At, entry.Kind, entry.Text, entry.Visibility.ToString().ToLowerInvariant(), entry.Evidence);
}

public sealed record MarkdownJson(string Markdown);

public sealed record PostmortemJson(string State, MarkdownJson Internal, MarkdownJson External, IReadOnlyList<string> Links)
{
    public static PostmortemJson? From(PostmortemDocument? document) => document is null
        ? null
        : new PostmortemJson(document.State.Name(), new MarkdownJson(document.Internal), new MarkdownJson(document.External), document.Links);
}
