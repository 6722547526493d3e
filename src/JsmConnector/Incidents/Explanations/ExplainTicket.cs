using System.Globalization;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Explanations;

/// <summary>
/// Asks the rules about a ticket as if it were seen for the first time now, with the functions that decide in earnest, and writes down what each answered
/// and why. Pure.
/// </summary>
public static class ExplainTicket
{
    /// <param name="settings">For the words; the default when left out.</param>
    public static Explanation Of(IssueSnapshot issue, SiteCatalog catalog, DateTimeOffset now, InstallationSettings? settings = null)
    {
        var decision = DecideIncident.Decide(null, issue, false, catalog, now);
        var steps = new List<ExplainedStep> { Recognised(Recognition.Of(issue, catalog), decision) };
        if (catalog.Rules.PlannedWork.Count > 0)
            steps.Add(Planned(PlannedWork.Of(issue, catalog)));
        if (decision is not Decision.Hold(var state, var say))
            return new Explanation { IssueKey = issue.Key, IsIncident = false, Steps = steps };

        steps.Add(Step("Severity", Meaning.SeverityOf(issue, catalog), severity => string.Create(CultureInfo.InvariantCulture, $"{severity.Level}, {severity.Effect.Label().ToLowerInvariant()}")));
        steps.Add(Step("Stage", Meaning.StageOf(issue, null, catalog), stage => stage.Label()));
        steps.Add(Step("Components", AffectedComponents.Of(issue, catalog), names => names.Count == 0 ? "None" : string.Join(", ", names)));
        if (state.Components.Count > 0 && catalog.Rules.Effects.Count > 0)
            steps.Add(Effects(state, catalog));
        steps.Add(Step("Class", Meaning.ClassOf(issue, catalog), name => name));
        steps.Add(Published(issue, state));
        var promised = PromisePolicy.NextUpdateAt(state.Stage, state.Severity, now, settings?.Promises);
        return new Explanation
        {
            IssueKey = issue.Key,
            IsIncident = true,
            Steps = steps,
            State = state,
            Title = say == Announcement.Nothing ? null : PublicWords.Title(state.Components),
            Words = say == Announcement.Nothing ? null : FirstWords(issue, state, promised, settings ?? InstallationSettings.Default, now),
        };
    }

    private static string FirstWords(IssueSnapshot issue, IncidentState state, DateTimeOffset? promised, InstallationSettings settings, DateTimeOffset now) => CustomerWords.Of(
        new Telling
        {
            Incident = SketchIncident.Of(default, issue.IssueId, state, promised),
            Stage = state.Stage,
            About = state.Stage.Name(),
            At = now,
            NextUpdateAt = promised,
            IsUnread = true,
        },
        settings);

    /// <summary>What the rules take for an incident may be begun no more: a test that is over.</summary>
    private static ExplainedStep Recognised(Recognition recognition, Decision decision) => recognition switch
    {
        Recognition.Incident when decision is Decision.Ignore(var over) => new("Incident", "No", Ruled<bool>.Default, over),
        Recognition.Incident(var because) => new("Incident", "Yes", recognition.By, because),
        Recognition.NotAnIncident(var because) => new("Incident", "No", recognition.By, because),
        _ => throw new InvalidOperationException("A ticket is an incident or not."),
    };

    private static ExplainedStep Planned(PlannedWork work) => new(
        "Planned work",
        work is PlannedWork.Planned(var from, var until, var components, var end)
            ? string.Create(CultureInfo.InvariantCulture, $"{(end is null ? "Yes" : "Over")}, {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC{(components.Count == 0 ? "" : $", {string.Join(", ", components)}")}")
            : "No",
        work.By, work.Because);

    private static ExplainedStep Published(IssueSnapshot issue, IncidentState state) => new(
        "Public", state.Published ? "Yes" : "No", Ruled<bool>.Default, state.Published ? "it has no security level"
            : issue.HasSecurityLevel ? "it has a security level" : state.Stage == Stage.Withdrawn ? "it was withdrawn before it was seen" : "it ended more than an hour ago");

    private static ExplainedStep Effects(IncidentState state, SiteCatalog catalog)
    {
        var effects = state.Components.Select(name => (Name: name, Effect: ComponentEffects.Of(state.Severity, name, catalog.Rules))).ToList();
        return new("Component states", string.Join(", ", effects.Select(component => $"{component.Name}: {component.Effect.Value.Label()}")),
            string.Join(", ", effects.Select(component => component.Effect.By).Distinct()), string.Join(", ", effects.Select(component => component.Effect.Because).Distinct()));
    }

    private static ExplainedStep Step<T>(string question, Ruled<T> ruled, Func<T, string> answer) => new(question, answer(ruled.Value), ruled.By, ruled.Because);
}
