using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

public sealed class ReadSiteCatalog
{
    public Task<SiteCatalog?> FromJiraAsync(InstallationId installation, CancellationToken cancellationToken) => Task.FromResult<SiteCatalog?>(null);
}
