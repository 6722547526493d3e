namespace JsmConnector.Platform.Database;

public static class TenantScopes
{
    /// <summary>A service scope that sees one installation's data: one work item of a drain or a job.</summary>
    public static AsyncServiceScope Enter(this IServiceScopeFactory scopes, InstallationId installation)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(installation);
        return scope;
    }
}
