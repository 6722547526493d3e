using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <param name="Owner">Account id.</param>
/// <param name="Project">Left out: what the settings say.</param>
public sealed record NewAction(string? Title, string? Description, ActionKind Kind, bool IsPriority, string? Project, string? IssueType, string? Owner, DateOnly? DueOn);

public abstract record AddedAction
{
    private AddedAction() { }

    public sealed record Planned(PostmortemAction Action) : AddedAction;

    public sealed record Refused(string Field, string Reason, string Mend) : AddedAction;
}

/// <summary>Writes an action down with the wish for its issue, in one transaction; Jira is called by <see cref="MakeActionIssue"/>.</summary>
public sealed class AddAction(JsmConnectorContext database, CurrentSettings settings, DeliveriesBell bell, TimeProvider clock)
{
    private const int Most = 100;
    private const int LongestTitle = 255;
    private const int LongestDescription = 10_000;

    public async Task<AddedAction> AddAsync(Incident incident, NewAction wanted, string? by, CancellationToken cancellationToken)
    {
        if (Mistake(wanted) is { } mistake)
            return mistake;
        if (!await database.Set<Postmortem>().AnyAsync(p => p.IncidentId == incident.Id && p.GeneratedAt != null, cancellationToken))
            return new AddedAction.Refused("issueKey", "No postmortem is written yet.", "Resolve the ticket, or ask for one.");
        if (await database.Set<PostmortemAction>().CountAsync(a => a.IncidentId == incident.Id, cancellationToken) >= Most)
            return new AddedAction.Refused("title", $"The postmortem has {Most} actions.", "Few that are done beat many that are not: add it to one that is there.");
        var rules = (await settings.GetAsync(incident.InstallationId, cancellationToken)).Postmortems.Actions;
        var home = rules.Project ?? Publishing.PublicationPlaces.ProjectOf(incident.IssueKey);
        // The app may write where the person may not.
        if (wanted.Project is { } project && project != home && !rules.Projects.Contains(project, StringComparer.Ordinal))
            return new AddedAction.Refused("project", $"Actions of this incident become issues of {string.Join(", ", rules.Projects.Prepend(home).Distinct())}, not of {project}.", "Leave it out, or ask a Jira administrator to add the project to postmortems.actions.projects in the settings.");
        var now = clock.GetUtcNow();
        var action = new PostmortemAction
        {
            InstallationId = incident.InstallationId,
            IncidentId = incident.Id,
            Id = Guid.CreateVersion7(now),
            Title = Line(wanted.Title!),
            Description = wanted.Description?.Replace("\0", "", StringComparison.Ordinal).Trim(),
            Kind = wanted.Kind,
            IsPriority = wanted.IsPriority,
            ProjectKey = wanted.Project ?? home,
            IssueType = wanted.IssueType ?? rules.IssueType,
            Owner = string.IsNullOrWhiteSpace(wanted.Owner) ? null : wanted.Owner.Trim(),
            DueOn = wanted.DueOn,
            GoalAt = ActionGoal.Of(now, wanted.IsPriority, wanted.DueOn, rules),
            CreatedAt = now,
            CreatedBy = by,
        };
        database.Add(action);
        database.Add(Delivery.Of(incident.InstallationId, MakeActionIssue.Planned(incident, action), clock));
        await database.SaveChangesAsync(cancellationToken);
        bell.Ring();
        return new AddedAction.Planned(action);
    }

    private static AddedAction.Refused? Mistake(NewAction wanted) =>
        string.IsNullOrWhiteSpace(wanted.Title) || wanted.Title.Length > LongestTitle ? new("title", $"It is missing or longer than {LongestTitle} characters.", "Say in a sentence what will be different.")
        : wanted.Description?.Length > LongestDescription ? new("description", $"It is longer than {LongestDescription} characters.", "Write the details into the issue.")
        : wanted.Project is { } project && (project.Length > 50 || !project.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) ? new("project", $"'{project}' is no key of a project.", "Use the letters in front of a ticket's number, like OPS.")
        : wanted.IssueType?.Length > 100 ? new("issueType", "It is longer than 100 characters.", "Use the name that Jira shows.")
        : wanted.Owner?.Length > 128 || wanted.Owner?.Any(char.IsControl) == true ? new("owner", "It is no account id.", "Give the Atlassian account id of a person.")
        : null;

    private static string Line(string text) => string.Join(' ', text.Replace("\0", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Pure: by when an action should be done.</summary>
public static class ActionGoal
{
    /// <summary>The date that people gave counts when it is earlier: a goal is not put off by a later date.</summary>
    public static DateTimeOffset Of(DateTimeOffset now, bool isPriority, DateOnly? dueOn, ActionSettings settings)
    {
        var goal = now.AddDays(7 * (isPriority ? settings.WeeksForPriority : settings.WeeksForOthers));
        return dueOn is { } day && new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) is var end && end < goal ? end : goal;
    }
}
