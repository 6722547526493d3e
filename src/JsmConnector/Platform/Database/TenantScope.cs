namespace JsmConnector.Platform.Database;

/// <summary>Whose data the current scope (a request, one work item) may see. Entered once, never changed.</summary>
public sealed class TenantScope
{
    public InstallationId Current { get; private set; } = InstallationId.None;

    /// <exception cref="InvalidOperationException">The scope already belongs to another installation.</exception>
    public void Enter(InstallationId installation)
    {
        if (installation == InstallationId.None)
            throw new InvalidOperationException("An installation without an identifier cannot be entered.");
        if (Current != InstallationId.None && Current != installation)
            throw new InvalidOperationException($"This scope belongs to installation {Current} and cannot change to {installation}.");
        Current = installation;
    }
}

/// <summary>A row that belongs to an installation: filtered on reading, guarded on saving.</summary>
public interface ITenantOwned
{
    InstallationId InstallationId { get; }
}
