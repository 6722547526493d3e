using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>What a button of the panel did, and what the next page has to say and to keep.</summary>
public sealed record PanelAct
{
    public static PanelAct Nothing { get; } = new();

    public int StatusCode { get; init; } = StatusCodes.Status200OK;
    public PanelMessage? Message { get; init; }

    /// <summary>The form as it was sent: nothing that somebody typed is lost.</summary>
    public Composition? Kept { get; init; }
    public FieldProblem? Problem { get; init; }
    public IncidentUpdate? OvertakenBy { get; init; }

    /// <summary>The words were looked at and not published.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Approvals that the words lack.</summary>
    public IReadOnlyList<Finding> Unapproved { get; init; } = [];

    /// <summary>Public id of the update that somebody wants to correct.</summary>
    public string? Correct { get; init; }
}

public sealed record PanelMessage(Tone Tone, string Text);
