using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Postmortems;

public enum PostmortemNeed
{
    None,

    /// <summary>Written when somebody asks.</summary>
    Offered,

    /// <summary>Written after the quiet time by itself.</summary>
    Required,
}

/// <summary>Pure: which incident gets a postmortem. The first rule that fits counts; without one, grave incidents get one and others are offered one.</summary>
public static class PostmortemPolicy
{
    /// <summary>Incidents that ever were this grave get one where no rule says otherwise.</summary>
    public static bool IsGrave(Severity worst) => worst.Level <= Severity.Major.Level;

    public static PostmortemNeed Of(Incident incident, PostmortemSettings settings) => Of(incident, incident.WorstSeverity, settings);

    /// <param name="worst">The worst severity known, now or before.</param>
    public static PostmortemNeed Of(Incident incident, Severity worst, PostmortemSettings settings) =>
        settings.Policy.FirstOrDefault(rule => Fits(rule, incident, worst)) is { } rule ? NeedOf(rule.Need)
        : IsGrave(worst) ? PostmortemNeed.Required : PostmortemNeed.Offered;

    private static bool Fits(PostmortemRule rule, Incident incident, Severity worst) =>
        (rule.Severities.Count == 0 || rule.Severities.Contains(worst.Level))
        && (rule.Classes.Count == 0 || rule.Classes.Contains(incident.Class, StringComparer.OrdinalIgnoreCase))
        && (rule.Projects.Count == 0 || rule.Projects.Contains(incident.IssueKey[..Math.Max(0, incident.IssueKey.LastIndexOf('-'))], StringComparer.OrdinalIgnoreCase));

    private static PostmortemNeed NeedOf(string need) => need switch
    {
        "required" => PostmortemNeed.Required,
        "none" => PostmortemNeed.None,
        _ => PostmortemNeed.Offered,
    };
}
