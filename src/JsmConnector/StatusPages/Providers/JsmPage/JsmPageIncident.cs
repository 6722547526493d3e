using System.Text.Json;
using System.Text.Json.Serialization;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>The body of a call that makes or moves an incident; both take the same members. Names of states are in capitals there. Pure.</summary>
public sealed record JsmPageIncident
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required string PageId { get; init; }
    public required string Name { get; init; }

    /// <summary>What the incident is found by: there is no id of theirs in the body of an update.</summary>
    public required string JiraIncidentId { get; init; }
    public required string? Message { get; init; }
    public required string Status { get; init; }
    public required string Impact { get; init; }
    public required IReadOnlyList<Affected>? AffectedComponents { get; init; }
    public bool ShouldSendNotifications { get; init; } = true;

    private static readonly string[] States = [.. new[] { Stage.Investigating, Stage.Identified, Stage.Monitoring, Stage.Resolved }.Select(stage => stage.Name())];

    public sealed record Affected(string ComponentId, string Status);

    public static JsmPageIncident Of(MirrorTask task, PublicUpdate update) => new()
    {
        PageId = task.Page.PageId!.Trim(),
        Name = task.Incident.Title,
        JiraIncidentId = task.Incident.IssueId,
        Message = Words(update),
        // There is no withdrawal: the incident ends, with the words of the withdrawal.
        Status = Capitals((update.Stage.IsOpen() ? update.Stage : Stage.Resolved).Name()),
        // Planned work is no damage; what it does to components is said with them.
        Impact = task.Incident.Window is null ? Capitals(task.Incident.WorstSeverity.Impact) : "NONE",
        AffectedComponents = Components(task) is { Count: > 0 } affected ? affected : null,
    };

    /// <summary>Whether the words stand anywhere in what the page answered: the shape of the answer is not promised, the words are ours.</summary>
    public static bool Says(JsonElement answer, PublicUpdate update) => Words(update) is { } words && Stands(answer, words);

    /// <returns>The state that the page tells, as we name it; null when none is found where it may be.</returns>
    public static string? StatusIn(JsonElement answer)
    {
        var level = new Queue<JsonElement>([answer]);
        while (level.TryDequeue(out var next))
        {
            if (next.ValueKind != JsonValueKind.Object)
                continue;
            if (next.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && States.FirstOrDefault(state => Capitals(state) == status.GetString()) is { } known)
                return known;
            foreach (var member in next.EnumerateObject())
                level.Enqueue(member.Value);
        }
        return null;
    }

    private static bool Stands(JsonElement value, string words) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim() == words,
        JsonValueKind.Object => value.EnumerateObject().Any(member => Stands(member.Value, words)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => Stands(item, words)),
        _ => false,
    };

    private static string? Words(PublicUpdate update) => update.Words.Trim() is { Length: > 0 } words ? words : null;

    /// <summary>Several of our components may stand behind one of theirs: it is as bad as the worst of them.</summary>
    private static List<Affected> Components(MirrorTask task)
    {
        var theirs = (task.Page.Components ?? new Dictionary<string, string>()).DistinctBy(pair => Component.KeyOf(pair.Key))
            .ToDictionary(pair => Component.KeyOf(pair.Key), pair => pair.Value.Trim(), StringComparer.Ordinal);
        string? Remote(string name) => theirs.GetValueOrDefault(Component.KeyOf(name));
        return [.. task.Incident.Components.Select(component => Remote(component.Name)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(remote => new Affected(remote, Capitals(task.Components.Where(state => Remote(state.Name) == remote)
                .Aggregate(ComponentStatus.Operational, (worst, state) => ComponentStatuses.Worse(worst, state.Status)).Name())))];
    }

    private static string Capitals(string name) => name.ToUpperInvariant();
}
