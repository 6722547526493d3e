using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.IssuePanel.Drafts;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>An update as it stands in the form: what the agent chose and typed, and what he had read when the form was made.</summary>
public sealed record Composition
{
    public const string AsUsual = "usual";
    public const string OtherTime = "other";

    /// <summary>Becomes the update's id, so that a form that is sent twice speaks once.</summary>
    public required UpdateId Form { get; init; }

    /// <summary>Public id of the last update that stood beside the form; empty when there was none.</summary>
    public required string LastRead { get; init; }
    public required Stage Stage { get; init; }

    /// <summary>The title, and the one that the form offered: left alone, the neutral title goes on following the components.</summary>
    public required string Title { get; init; }
    public required string Words { get; init; }

    /// <summary>The plain words that the form offered. Left alone, they follow stage and promise; touched, nobody changes them but the agent.</summary>
    public string Offered { get; init; } = "";

    /// <summary>Minutes, <see cref="AsUsual"/> or <see cref="OtherTime"/>.</summary>
    public string Promise { get; init; } = AsUsual;
    public string Minutes { get; init; } = "";

    /// <summary>States of components that the agent chose, by their public id.</summary>
    public IReadOnlyDictionary<string, ComponentStatus> States { get; init; } = new Dictionary<string, ComponentStatus>();

    /// <summary>What the agent answered about the incident, by name; empty takes an answer back.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>Kinds of findings in the words that the agent has read and means.</summary>
    public IReadOnlyCollection<string> Accepted { get; init; } = [];

    /// <summary>Public id of the update that this one corrects.</summary>
    public string? CorrectionOf { get; init; }

    /// <summary>Name of the field of one component.</summary>
    public static string FieldOf(string component) => FieldPrefix + component;

    /// <summary>Name of the field of one question.</summary>
    public static string FieldOfAnswer(string name) => AnswerPrefix + name;

    private const string FieldPrefix = "component-";
    private const string AnswerPrefix = "answer-";

    public bool IsUntouched => Words.Length == 0 || Words == Offered;

    public static Composition Fresh(Incident incident, IReadOnlyList<IncidentUpdate> updates, TimeProvider clock) => new()
    {
        Form = UpdateId.New(clock),
        LastRead = updates is [.., var newest] ? newest.Id.Public() : "",
        Stage = incident.Stage == Stage.Withdrawn ? Stage.Resolved : incident.Stage,
        Title = incident.PublicTitle,
        Words = "",
    };

    /// <summary>The words that stand and may be wrong, to be mended.</summary>
    public Composition Correcting(IncidentUpdate update) => this with { CorrectionOf = update.Id.Public(), Words = update.CustomerWords };

    public static Composition Of(UpdateDraft draft) => new()
    {
        Form = new UpdateId(draft.Form),
        LastRead = draft.LastRead,
        Stage = draft.Stage,
        Title = draft.Title,
        Words = draft.Words,
        Promise = draft.Promise,
        Minutes = draft.Minutes,
        CorrectionOf = draft.CorrectionOf,
        Answers = draft.Answers,
        States = draft.States.Select(state => state.Split('=')).Where(state => state.Length == 2).ToDictionary(state => state[0], state => ComponentStatuses.Of(state[1]), StringComparer.Ordinal),
    };

    /// <returns>Null when this is not the form of a composer.</returns>
    public static Composition? Read(IFormCollection form)
    {
        if (!Guid.TryParse(form["form"], out var id) || !Enum.TryParse<Stage>(form["stage"], out var stage) || !Enum.IsDefined(stage) || stage == Stage.Withdrawn)
            return null;
        return new Composition
        {
            Form = new UpdateId(id),
            LastRead = Text(form, "lastRead") is { Length: < 40 } read ? read : "",
            Stage = stage,
            Title = Text(form, "title").Trim(),
            Words = Text(form, "words").Trim(),
            Offered = Text(form, "offered").Trim(),
            Promise = Text(form, "promise") is { Length: > 0 and < 20 } promise ? promise : AsUsual,
            Minutes = Text(form, "minutes").Trim() is { Length: < 20 } minutes ? minutes : "",
            CorrectionOf = Text(form, "correction") is { Length: > 0 and < 40 } corrected ? corrected : null,
            Accepted = [.. form["accept"].OfType<string>().Where(kind => kind.Length < 40).Take(40)],
            Answers = form.Where(field => field.Key.StartsWith(AnswerPrefix, StringComparison.Ordinal) && field.Key.Length < 60).Take(200)
                .ToDictionary(field => field.Key[AnswerPrefix.Length..], field => Text(form, field.Key).Trim(), StringComparer.Ordinal),
            States = form.Where(field => field.Key.StartsWith(FieldPrefix, StringComparison.Ordinal) && field.Key.Length < 40 && field.Value.ToString().Length > 0).Take(200)
                .ToDictionary(field => field.Key[FieldPrefix.Length..], field => ComponentStatuses.Of(field.Value.ToString()), StringComparer.Ordinal),
        };
    }

    /// <param name="incident">As it is now.</param>
    public SpokenWords Spoken(Incident incident, string author, DateTimeOffset now) =>
        new(author, Words, Title == incident.PublicTitle ? null : Title, Stage, NextUpdateAt(now), CorrectionOf)
        {
            Id = Form,
            LastReadUpdate = LastRead,
            States = States,
            Answers = Answers,
            Accepted = Accepted,
            About = IsUntouched ? Stage.Name() : null,
        };

    /// <summary>Null as usual; a time in the past for minutes that are no number, which the rules refuse by name.</summary>
    private DateTimeOffset? NextUpdateAt(DateTimeOffset now)
    {
        var minutes = Promise == OtherTime ? Minutes : Promise;
        if (!Stage.IsOpen() || minutes == AsUsual)
            return null;
        return int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 10_000 ? now.AddMinutes(number) : now;
    }

    // A form sends line ends as two characters; PostgreSQL stores no zero.
    private static string Text(IFormCollection form, string name) =>
        form[name].ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
}
