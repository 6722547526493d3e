using JsmConnector.Incidents;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.PortalHeader;

/// <summary>What visitors of the service portal see, worst first; the same for agents, customers and strangers, since all of it is public.</summary>
public sealed record PortalHeaderModel
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Shown in full; the rest folds, so that the portal stays reachable.</summary>
    public required IReadOnlyList<Notice> Notices { get; init; }
    public required IReadOnlyList<Notice> Folded { get; init; }

    private const int MostInFull = 3;
    private const int MostComponents = 6;

    /// <param name="appUrl">Public address of the app without a trailing slash.</param>
    /// <param name="tag">The reader's language; null: as the site says it.</param>
    public static PortalHeaderModel Of(IReadOnlyList<PortalAnnouncement> announcements, string appUrl, DateTimeOffset now, string? tag = null)
    {
        var worst = announcements.Where(a => a.Stage.IsOpen())
            .SelectMany(a => a.Components.Select((name, index) => (Name: name, Effect: a.StatusOf(index))))
            .GroupBy(c => c.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(c => c.Effect), StringComparer.Ordinal);
        var notices = announcements
            .OrderBy(a => a.EndedAt is not null).ThenBy(a => a.Severity.Level).ThenByDescending(a => a.StartedAt)
            .Select(a => NoticeOf(a, worst, appUrl, tag ?? "")).ToList();
        return new PortalHeaderModel { Now = now, Notices = [.. notices.Take(MostInFull)], Folded = [.. notices.Skip(MostInFull)] };
    }

    private static Notice NoticeOf(PortalAnnouncement a, Dictionary<string, ComponentStatus> worst, string appUrl, string tag) => new()
    {
        PublicId = a.PublicId,
        Tone = a.Stage.IsOpen() ? a.Severity.Tone() : Tone.Good,
        Word = a.Stage.IsOpen() ? a.Severity.Label() : a.Stage.Label(),
        Stage = a.Stage,
        Title = a.Titles.GetValueOrDefault(tag, a.Title),
        Words = a.OtherWords.GetValueOrDefault(tag, a.Words),
        Components = [.. a.Components.Take(MostComponents).Select(name => LineOf(name, worst.GetValueOrDefault(name), a.Severity.Effect))],
        MoreComponents = Math.Max(0, a.Components.Count - MostComponents),
        NextUpdateAt = a.NextUpdateAt,
        StartedAt = a.StartedAt,
        PublishedAt = a.PublishedAt,
        EndedAt = a.EndedAt,
        StatusPageUrl = a.StatusPagePath is { } path ? appUrl.TrimEnd('/') + path : null,
    };

    private static ComponentLine LineOf(string name, ComponentStatus status, ComponentStatus told) =>
        new(name, status, status == told || status == ComponentStatus.Operational ? null : status.Label());
}

/// <summary>One incident on the portal.</summary>
public sealed record Notice
{
    public required string PublicId { get; init; }
    public required Tone Tone { get; init; }

    /// <summary>Says what the tone shows.</summary>
    public required string Word { get; init; }
    public required Stage Stage { get; init; }
    public required string Title { get; init; }
    public required string Words { get; init; }
    public required IReadOnlyList<ComponentLine> Components { get; init; }
    public required int MoreComponents { get; init; }
    public required DateTimeOffset? NextUpdateAt { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required string? StatusPageUrl { get; init; }
}

/// <param name="Status">The worst that any open incident makes of it.</param>
/// <param name="OwnWord">The state, where it differs from what the notice says already.</param>
public sealed record ComponentLine(string Name, ComponentStatus Status, string? OwnWord);
