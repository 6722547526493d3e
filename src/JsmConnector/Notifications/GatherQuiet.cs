using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications;

/// <param name="Notice">The last word about one incident, as it would go out alone.</param>
public sealed record QuietWord(DeliveryId Id, Notice Notice);

/// <summary>
/// What one reader missed in quiet hours, in one message. All of it waits in one lane, of which only the first row is ever at work: nobody else can take the
/// others meanwhile.
/// </summary>
public sealed class GatherQuiet(JsmConnectorContext database, LoadNotice load, TimeProvider clock)
{
    private const int Most = 20, MostWords = 600;

    /// <summary>What the smallest of the channels holds of such a message; what is beyond it comes in the next one.</summary>
    private const int Wide = 2_400, Narrow = 140;

    /// <returns>What an earlier attempt took along with this row, whatever became of it since; none when none was made.</returns>
    public async Task<IReadOnlyList<Delivery>> BegunAsync(Delivery row, int number, CancellationToken cancellationToken)
    {
        var mark = Mark(row.Id);
        return number > 1
            ? await database.Set<Delivery>().AsNoTracking().Where(other => other.Lane == row.Lane && other.Id != row.Id && other.Reason!.StartsWith(mark)).OrderBy(other => other.Sequence).Take(Most).ToListAsync(cancellationToken)
            : [];
    }

    /// <returns>The others that go along with a row that waited for the morning; none when it waits alone.</returns>
    /// <param name="own">What the row itself tells.</param>
    /// <param name="begun">An earlier attempt may have arrived: what went along then goes along now, also what was recorded since, and nothing else. Null: none can have.</param>
    public async Task<IReadOnlyList<QuietWord>> WithAsync(Delivery row, Notice own, IReadOnlyList<Delivery>? begun, string? form, InstallationSettings settings, Func<Notice, bool> isWanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var waiting = begun ?? await database.Set<Delivery>().AsNoTracking().Where(other => other.Lane == row.Lane && other.Id != row.Id && other.State == DeliveryState.Queued && other.DueAt <= now)
            .OrderBy(other => other.Sequence).Take(Most).ToListAsync(cancellationToken);
        List<QuietWord> words = [];
        var room = (form is null ? Wide : Narrow) - Entry(own, form is not null).Length;
        foreach (var other in waiting)
        {
            if (await load.LoadAsync(other, form, settings, begun is not null, cancellationToken) is not LoadedNotice.ToSend(var notice, _) || !isWanted(notice))
                continue;
            room -= Entry(notice, form is not null).Length;
            if (room < 0 && begun is null)
                break;
            words.Add(new QuietWord(other.Id, notice));
        }
        return words;
    }

    /// <summary>Before the call: on the rows that go along, in which message they go.</summary>
    public Task<int> MarkAsync(Delivery row, IReadOnlyList<QuietWord> others, CancellationToken cancellationToken)
    {
        var (ids, mark) = (others.Select(other => other.Id).ToList(), $"{Mark(row.Id)}).");
        return database.Set<Delivery>().Where(other => ids.Contains(other.Id)).ExecuteUpdateAsync(set => set.SetProperty(other => other.Reason, mark), cancellationToken);
    }

    /// <param name="isNarrow">Only what is wrong and where it stands.</param>
    public static Notice Digest(Notice own, IReadOnlyList<QuietWord> others, bool isNarrow)
    {
        List<Notice> all = [own, .. others.Select(other => other.Notice)];
        return own with
        {
            Incident = $"quiet{own.Id}"[..12],
            Title = Title(own.Language, all.Count, all.Count(notice => notice.IsPlannedWork)),
            Text = string.Join(isNarrow ? " " : "\n\n", all.OrderBy(notice => notice.Severity.Level).Select(notice => Entry(notice, isNarrow))),
            Short = null,
            Severity = all.Aggregate(own.Severity, (worst, notice) => Severity.Worse(worst, notice.Severity)),
            PlannedStage = null,
            Number = 0,
            CorrectionOf = null,
            NextUpdateAt = null,
            IssueKey = null,
            Link = null,
            ParentId = null,
            CorrectedId = null,
        };
    }

    private static string Title(Language language, int all, int planned) => planned switch
    {
        0 => language.Say("quiet-digest", all),
        _ when planned == all => language.Say("quiet-digest-planned", planned),
        _ => language.Say("quiet-digest-both", all - planned, planned),
    };

    /// <summary>What became of the message became of all that it told; one that certainly did not go out leaves them waiting.</summary>
    public Task<int> SettleAsync(IReadOnlyList<QuietWord> others, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var (ids, now) = (others.Select(other => other.Id).ToList(), clock.GetUtcNow());
        var rows = database.Set<Delivery>().Where(other => ids.Contains(other.Id) && other.State == DeliveryState.Queued);
        return outcome switch
        {
            DeliveryOutcome.Delivered => rows.ExecuteUpdateAsync(set => set.SetProperty(other => other.State, DeliveryState.Delivered).SetProperty(other => other.FinishedAt, now), cancellationToken),
            DeliveryOutcome.Unknown(var why) => rows.ExecuteUpdateAsync(set => set.SetProperty(other => other.State, DeliveryState.Unknown).SetProperty(other => other.Reason, why).SetProperty(other => other.FinishedAt, now), cancellationToken),
            DeliveryOutcome.Later { IsUndone: false } => Task.FromResult(0),
            _ => rows.ExecuteUpdateAsync(set => set.SetProperty(other => other.BegunAt, (DateTimeOffset?)null).SetProperty(other => other.Reason, (string?)null), cancellationToken),
        };
    }

    private static string Entry(Notice notice, bool isNarrow)
    {
        var head = $"{(notice.IssueKey is { } key ? $"{key}, " : "")}{notice.Title}: {notice.StageInWords}";
        return isNarrow ? $"{head}." : $"{head} ({notice.Language.Exact(notice.SaidAt)})\n{FitWords.To(notice.TextWithPromise, MostWords)}{(notice.Link is { } link ? $"\n{link}" : "")}";
    }

    /// <summary>How the reason begins on rows that went out in the message of another one.</summary>
    public static string Mark(DeliveryId id) => $"Told in one message with what else was missed ({id.Value:N}";
}
