using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>The form in which an agent writes an update, with what readers will see.</summary>
public sealed record ComposerModel
{
    public required Composition Composed { get; init; }
    public required bool IsOpen { get; init; }

    /// <summary>The affected components, with the state that would be said.</summary>
    public required IReadOnlyList<ComponentChoice> Components { get; init; }

    /// <summary>What the readers of this stage want to know, with what was answered; public ones first.</summary>
    public IReadOnlyList<AskedQuestion> Questions { get; init; } = [];

    /// <summary>What should not leave as it stands in the form.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The findings kept it from being published.</summary>
    public bool IsHeld { get; init; }

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

    /// <summary>Who read the words that are being corrected.</summary>
    public IReadOnlyList<HeardLine> ReadBy { get; init; } = [];

    /// <summary>Colleagues with a draft of their own, newest first.</summary>
    public IReadOnlyList<Writer> Writers { get; init; } = [];
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }

    /// <summary>Where the hour of a drill is played.</summary>
    public string DrillPath => ActionPath.Replace(IssuePanelRegistration.Path, Drills.PanelDrill.Path, StringComparison.Ordinal);

    /// <param name="tell">Says a sentence in the reader's language.</param>
    public string? ProblemOf(string field, Func<string, string> tell) => Problem is { } problem && problem.Field == field ? $"{tell(problem.Reason)} {tell(problem.Mend)}" : null;
}

/// <param name="Name">Of the variable that the answer fills.</param>
/// <param name="Answer">Empty while nobody answered.</param>
public sealed record AskedQuestion(string Name, string Label, string Answer, bool IsPublic);

/// <param name="Field">As the rules name it.</param>
public sealed record FieldProblem(string Field, string Reason, string Mend);

/// <param name="IsWriting">False when the draft has lain for a while.</param>
public sealed record Writer(string Name, Stage Stage, string Words, DateTimeOffset SavedAt, bool IsWriting)
{
    /// <summary>Account id, and the hash of the words as they stand here: whoever approves them names both.</summary>
    public required string Account { get; init; }
    public required string Hash { get; init; }

    /// <summary>What else the hash binds, for whoever approves: name and text, in the order of reading.</summary>
    public IReadOnlyList<(string Name, string Text)> Bound { get; init; } = [];

    /// <summary>Roles that have not approved these words yet; those of them that the reader has.</summary>
    public IReadOnlyList<string> Unapproved { get; init; } = [];
    public IReadOnlyList<string> Mine { get; init; } = [];
}

/// <param name="Id">Public id.</param>
public sealed record ComponentChoice(string Id, string Name, ComponentStatus Status);
