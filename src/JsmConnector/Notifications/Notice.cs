using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications;

/// <summary>What one audience is told of one update, ready for any channel. Plain text; a channel escapes for its own format and cuts to its own measure.</summary>
public sealed record Notice
{
    /// <summary>The id of the delivery: the same on every attempt.</summary>
    public required string Id { get; init; }

    /// <summary>Public id of the incident, or of the planned work.</summary>
    public required string Incident { get; init; }
    public required string Audience { get; init; }
    public required Language Language { get; init; }
    public required string Title { get; init; }
    public required Stage Stage { get; init; }

    /// <summary>Planned work has stages of its own, by their names in JSON; null: it is an incident.</summary>
    public string? PlannedStage { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>The worst that the incident reached; null: the same.</summary>
    public Severity? Worst { get; init; }
    public required string Text { get; init; }

    /// <summary>The same for a narrow channel; null for the others and for reminders.</summary>
    public string? Short { get; init; }
    public required DateTimeOffset SaidAt { get; init; }
    public DateTimeOffset? NextUpdateAt { get; init; }

    /// <summary>The update's number within the incident; 0 for a reminder.</summary>
    public required int Number { get; init; }

    /// <summary>Number of the update that this one corrects.</summary>
    public int? CorrectionOf { get; init; }

    /// <summary>The ticket, for audiences inside the house; null towards customers.</summary>
    public string? IssueKey { get; init; }

    /// <summary>Where more is written.</summary>
    public string? Link { get; init; }

    /// <summary>What the destination called the first word about this incident.</summary>
    public string? ParentId { get; init; }

    /// <summary>What it called the word that this one corrects.</summary>
    public string? CorrectedId { get; init; }
    public bool IsNewStage { get; init; }

    /// <summary>Nothing about it has reached this recipient yet: of planned work alone, whose first word may have been overtaken.</summary>
    public bool IsFirst { get; init; }

    /// <summary>For readers who can change or end by themselves what they hear; null for channels that are no person.</summary>
    public ReaderLinks? Reader { get; init; }

    /// <summary>What the link is called; null: the usual word.</summary>
    public string? LinkWords { get; init; }

    /// <summary>JSON that programs are sent instead of the usual one.</summary>
    public string? Payload { get; init; }

    public bool IsReminder => Number == 0;

    public bool IsPlannedWork => PlannedStage is not null;

    public string StageName => PlannedStage ?? Stage.Name();

    public string StageInWords => Language.Stage(StageName);

    /// <summary>`Correction to update 3` in the reader's language; empty for other updates.</summary>
    public string Correction => CorrectionOf is { } number ? Language.Say("correction-to", number) : "";

    public string NextLine => NextUpdateAt is { } at ? Language.Say("said.next", Language.Clock(at, SaidAt)) : "";

    /// <summary>The text ends with the promise already when the app wrote it.</summary>
    public string TextWithPromise => NextLine.Length == 0 || Text.Contains(PublicWords.Time(NextUpdateAt!.Value), StringComparison.Ordinal) ? Text : $"{Text} {NextLine}";
}

/// <param name="Page">Name of the page that they subscribed to; empty for people whom the settings name.</param>
/// <param name="Unsubscribe">Ends the subscription with one POST (RFC 8058); a GET only asks.</param>
public sealed record ReaderLinks(string Page, string Manage, string Unsubscribe);
