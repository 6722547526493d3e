using JsmConnector.Incidents.Promises;

namespace JsmConnector.Incidents.Wording;

/// <summary>One word about an incident that is said, or is about to be, with what was said before it: all that texts are made of.</summary>
public sealed record Telling
{
    /// <summary>As it is after the word.</summary>
    public required Incident Incident { get; init; }
    public required Stage Stage { get; init; }

    /// <summary>The name of the stage, or one of <see cref="Subjects"/>.</summary>
    public required string About { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? NextUpdateAt { get; init; }

    /// <summary>By how much the promise before it was missed.</summary>
    public TimeSpan? Late { get; init; }

    /// <summary>The next word is promised earlier than it was before.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<IncidentUpdate> Before { get; init; } = [];

    /// <summary>What customers read; null while it is not written.</summary>
    public string? CustomerWords { get; init; }
    public IReadOnlyDictionary<string, string> Answers { get; init; } = Wording.Answers.Nothing;

    /// <summary>Nobody has read it first: the app says it by itself, or somebody said it when the incident was of another class.</summary>
    public bool IsUnread { get; init; }

    /// <summary>The class when it was said; null: of now.</summary>
    public string? ClassThen { get; init; }

    /// <summary>Addresses, where the site has them.</summary>
    public string? TicketUrl { get; init; }
    public string? StatusPageUrl { get; init; }

    /// <summary>An update that was said.</summary>
    /// <param name="all">All updates of the incident, oldest first.</param>
    /// <param name="pace">What the readers were and are promised; null: the same as customers.</param>
    public static Telling Of(Incident incident, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all, Paced? pace = null)
    {
        List<IncidentUpdate> before = [.. all.Where(other => other.Number < update.Number)];
        var (promised, next) = pace is { } own ? (own.Before, own.NextUpdateAt) : (before.LastOrDefault()?.NextUpdateAt, update.NextUpdateAt);
        return new Telling
        {
            Incident = incident,
            Stage = update.Stage,
            About = update.CorrectionOf is not null ? Subjects.Correction : update.About ?? update.Stage.Name(),
            At = update.PublishedAt,
            NextUpdateAt = next,
            Late = PromisePolicy.Late(promised, update.PublishedAt),
            IsEarlier = promised > update.PublishedAt && next < promised,
            Before = before,
            CustomerWords = update.CustomerWords,
            Answers = update.Answers,
            IsUnread = update.Author is null || update.Class != incident.Class,
            ClassThen = update.Class,
        };
    }
}
