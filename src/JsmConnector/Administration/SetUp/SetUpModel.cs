using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <summary>The steps from an empty installation to the first incident on the page, in order. Each edits one part of the settings and can be come back to.</summary>
public static class SetUpSteps
{
    public const string Tickets = "tickets", Severity = "severity", Stages = "stages", Components = "components", Page = "page", Trial = "trial";

    public static IReadOnlyList<(string Name, string Title)> All { get; } =
        [(Tickets, "Tickets"), (Severity, "Severity"), (Stages, "Stages"), (Components, "Components"), (Page, "Page"), (Trial, "Try it")];

    public static string Of(string? name) => All.Any(step => step.Name == name) ? name! : Tickets;

    public static string After(string step) => All.SkipWhile(each => each.Name != step).Skip(1).FirstOrDefault().Name ?? Trial;
}

public sealed record SetUpModel
{
    public required string Step { get; init; }
    public int Version { get; init; }
    public Done? Done { get; init; }

    /// <summary>The version that an undo goes back to.</summary>
    public int? Before { get; init; }

    /// <summary>The version that was saved: it is taken back only while nobody has saved another one.</summary>
    public int? Saved { get; init; }

    /// <summary>What was searched for in Jira.</summary>
    public string Query { get; init; } = "";

    /// <summary>Why Jira did not tell what there is to choose from.</summary>
    public string? Problem { get; init; }
    public StepView? View { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}

/// <summary>What one step shows: the choices there are, and what is chosen, saved or not.</summary>
public abstract record StepView
{
    private StepView() { }

    public sealed record Tickets(IReadOnlyList<ProjectRow> Projects, IReadOnlyList<TicketRow> Requests, IReadOnlyList<string> Kept, bool IsChosen) : StepView;

    public sealed record Severities(IReadOnlyList<MeaningRow> Priorities, int Kept) : StepView;

    public sealed record Stages(IReadOnlyList<MeaningRow> Statuses, IReadOnlyList<MeaningRow> Resolutions) : StepView;

    public sealed record Components(IReadOnlyList<ComponentRow> Rows, bool IsCut) : StepView;

    /// <param name="Placed">Null: groups are nested, which only the document can say.</param>
    /// <param name="IsCut">There are more than are shown.</param>
    public sealed record Page(PageSettings? Settings, string? Url, IReadOnlyList<PlacedComponent>? Placed, bool IsCut) : StepView;

    public sealed record Trial(IReadOnlyList<TrialPlace> Places, TrialState? State, string? PageUrl) : StepView;
}

public sealed record ProjectRow(string Key, string Name, IReadOnlyList<TicketRow> Types);

/// <param name="IsUsual">An incident by the usual marks.</param>
public sealed record TicketRow(TicketChoice Choice, string Name, bool IsTicked, bool IsUsual);

/// <param name="Usual">What it means without a choice.</param>
/// <param name="Chosen">Empty: the usual.</param>
public sealed record MeaningRow(NamedInJira Thing, string Usual, string Chosen);

public sealed record ComponentRow(SourceInJira Source, string Line);

/// <summary>An issue type in a project where a ticket would be an incident.</summary>
public sealed record TrialPlace(string ProjectKey, string TypeId, string Name);

/// <param name="IssueKey">Null: Jira has not said that the ticket is made.</param>
/// <param name="Stage">Null until the rules have read the ticket.</param>
public sealed record TrialState(string? IssueKey, string? TicketUrl, bool IsHeard, string? Stage, bool IsOnPage);
