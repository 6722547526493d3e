using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>The way back to a site: a client that acts as the app's own account there.</summary>
public sealed class JiraSites(IJiraClients clients, InstallationDirectory directory, IServiceScopeFactory scopes)
{
    /// <returns>Null when the app may not call the site: it was uninstalled, disabled or superseded.</returns>
    public async Task<JiraClient?> FindAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == installation, cancellationToken);
        return row is { State: InstallationState.Enabled } && directory.Open(row).SharedSecret is { } secret
            ? clients.For(new JiraCredentials(new Uri(row.BaseUrl), secret))
            : null;
    }
}
