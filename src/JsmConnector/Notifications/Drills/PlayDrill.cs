using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Scores;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.Drills;

/// <summary>
/// Plays a scripted hour by the site's own settings, words, promises and quiet hours, on channels that only show what they would say. Nothing is stored and
/// nothing is sent: no row comes into being, and no channel is asked for more than its preview. Pure.
/// </summary>
public sealed class PlayDrill
{
    private readonly DrillAsked _asked;
    private readonly InstallationSettings _settings;
    private readonly ShowDrill _show;
    private readonly DateTimeOffset _start;
    private readonly Incident _incident;
    private readonly List<IncidentUpdate> _updates = [];
    private readonly List<DrillWord> _words = [];
    private readonly List<int> _missed = [];
    private DateTimeOffset? _lastMissed;
    private int _holdingPosts;

    private PlayDrill(DrillAsked asked, InstallationSettings settings, IReadOnlyList<INotificationChannel> channels, DateTimeOffset start)
    {
        (_asked, _settings, _start) = (asked, settings, start);
        _show = new ShowDrill(settings, channels);
        _incident = SketchIncident.Of(new InstallationId(Guid.Empty), "0", new IncidentState
        {
            IssueKey = "DRILL-1",
            Stage = Stage.Investigating,
            TicketStage = Stage.Investigating,
            Severity = new Severity(DrillScript.Severity),
            WorstSeverity = new Severity(DrillScript.Severity),
            StartedAt = start,
            SnapshotAt = start,
            Published = true,
            Class = asked.Class,
            Components = ["Email"],
        }, null);
    }

    public static DrillPlayed Of(DrillAsked asked, InstallationSettings settings, IReadOnlyList<INotificationChannel> channels, DateTimeOffset start) =>
        new PlayDrill(asked, settings, channels, start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute))).Played();

    private DrillPlayed Played()
    {
        var script = DrillScript.Of(_asked.Team);
        for (var minute = 0; minute <= DrillScript.Length; minute++)
        {
            var steps = script.Where(step => step.Minute == minute).ToList();
            foreach (var step in steps)
                Take(step, minute);
            if (steps.Count == 0 && _incident.NextUpdateAt is { } due && due <= _start.AddMinutes(minute))
                ComeDue(minute, due);
        }
        var scored = new ScoredIncident(_start, DrillScript.Severity, ["Email"], [.. _updates.Select(update => new ScoredUpdate(update.PublishedAt, update.NextUpdateAt, update.CorrectionOf is not null))], 0, 0);
        return new DrillPlayed(
            _asked, _start, ScoreCommunication.Of("Drill", [scored], _start.AddMinutes(DrillScript.Length)), _words, _missed,
            [.. _words.SelectMany(word => word.Told).Where(told => told.Channel.Length == 0).Select(told => told.Audience).Distinct(StringComparer.Ordinal)]);
    }

    private void Take(DrillStep step, int minute)
    {
        var now = _start.AddMinutes(minute);
        if (step.Stage is { } stage)
        {
            (_incident.Stage, _incident.ResolvedAt) = (stage, stage.IsOpen() ? null : now);
            Say(minute, stage.Name(), telling => CustomerWords.Of(telling, _settings), null);
        }
        else
        {
            var last = _updates.LastOrDefault(update => update.IsByHand);
            Say(minute, null, _ => CustomerWords.LanguageOf(_settings)[step.Words!], step.Corrects ? last?.Id : null);
        }
        _holdingPosts = 0;
    }

    private void ComeDue(int minute, DateTimeOffset due)
    {
        if (HoldingPolicy.MayHold(_incident, _updates.LastOrDefault(), _holdingPosts, _settings))
        {
            Say(minute, Subjects.Holding, telling => CustomerWords.Of(telling, _settings), null);
            _holdingPosts++;
        }
        else if (_lastMissed != due)
        {
            _lastMissed = due;
            _missed.Add(minute);
        }
    }

    private void Say(int minute, string? about, Func<Telling, string> words, UpdateId? corrects)
    {
        var (now, promised) = (_start.AddMinutes(minute), _updates.LastOrDefault()?.NextUpdateAt);
        _incident.NextUpdateAt = PromisePolicy.NextUpdateAt(_incident.Stage, _incident.Severity, now, _settings.Promises);
        var (id, before) = (new UpdateId(Guid.NewGuid()), _updates.ToList());
        var telling = new Telling
        {
            Incident = _incident,
            Stage = _incident.Stage,
            About = about ?? _incident.Stage.Name(),
            At = now,
            NextUpdateAt = _incident.NextUpdateAt,
            Late = PromisePolicy.Late(promised, now),
            Before = before,
            IsUnread = about is not null,
        };
        var update = new IncidentUpdate
        {
            InstallationId = _incident.InstallationId,
            Id = id,
            IncidentId = _incident.Id,
            Stage = _incident.Stage,
            Severity = _incident.Severity,
            Class = _incident.Class,
            CustomerWords = words(telling),
            About = about,
            Author = about is null ? "drill" : null,
            PublishedAt = now,
            NextUpdateAt = _incident.NextUpdateAt,
            CorrectionOf = corrects,
            Number = _updates.Count + 1,
        };
        _updates.Add(update);
        _words.Add(new DrillWord(minute, corrects is not null ? Subjects.Correction : about ?? "person", update.Stage, update.CustomerWords, update.NextUpdateAt, telling.Late, _show.Told(_incident, update, _updates)));
    }
}
