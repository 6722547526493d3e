namespace JsmConnector.Platform.Database;

/// <summary>The tenant key: one Jira site that installed the app. Leads every key and index of tenant data.</summary>
public readonly record struct InstallationId(Guid Value)
{
    /// <summary>Belongs to nobody: what a query is filtered by when no installation was entered, so that it finds nothing.</summary>
    public static InstallationId None => default;

    public static InstallationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
