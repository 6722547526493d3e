namespace JsmConnector.Installations;

/// <summary>Lifecycle calls overtake one another on their way; what Jira sent last is what the site is. Pure.</summary>
public static class LifecycleOrder
{
    /// <param name="told">The state that the call brings.</param>
    /// <param name="sentAt">When Jira signed it. Jira dates to the second.</param>
    /// <returns>Within one second, being there wins: a site that was switched off by mistake is silent, one that was left on finds no caller.</returns>
    public static bool Counts(InstallationState told, DateTimeOffset sentAt, InstallationState known, DateTimeOffset changedAt) =>
        sentAt.ToUnixTimeSeconds().CompareTo(changedAt.ToUnixTimeSeconds()) switch
        {
            0 => told == InstallationState.Enabled || known != InstallationState.Enabled,
            var order => order > 0,
        };
}
