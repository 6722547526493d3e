using JsmConnector.Incidents;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>The form in which an agent writes an update, with what readers will see.</summary>
public sealed record ComposerModel
{
    public required Composition Composed { get; init; }
    public required bool IsOpen { get; init; }

    /// <summary>The affected components, with the state that would be said.</summary>
    public required IReadOnlyList<ComponentChoice> Components { get; init; }

    /// <summary>Where the words go.</summary>
    public required IReadOnlyList<string> Places { get; init; }
    public required IReadOnlyList<PlacePreview> Previews { get; init; }

    /// <summary>What the app would promise by itself.</summary>
    public required TimeSpan UsualPromise { get; init; }
    public FieldProblem? Problem { get; init; }

    /// <summary>Words of somebody else that came in between.</summary>
    public PanelUpdate? OvertakenBy { get; init; }

    /// <summary>The update that is being corrected.</summary>
    public PanelUpdate? Corrected { get; init; }
    /// <summary>Colleagues with a draft of their own, newest first.</summary>
    public IReadOnlyList<Writer> Writers { get; init; } = [];
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }

    public string? ProblemOf(string field) => Problem is { } problem && problem.Field == field ? $"{problem.Reason} {problem.Mend}" : null;
}

/// <param name="Field">As the rules name it.</param>
public sealed record FieldProblem(string Field, string Reason, string Mend);

/// <param name="IsWriting">False when the draft has lain for a while.</param>
public sealed record Writer(string Name, Stage Stage, string Words, DateTimeOffset SavedAt, bool IsWriting);

/// <param name="Id">Public id.</param>
public sealed record ComponentChoice(string Id, string Name, ComponentStatus Status);
