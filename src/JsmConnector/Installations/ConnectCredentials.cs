using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Installations;

/// <summary>The secret of the last signed installation. Always the current one: the previous one only verifies what is still under way.</summary>
public sealed class ConnectCredentials(InstallationDirectory directory) : ISiteCredentials
{
    public ValueTask<OfferedCredentials?> OfferAsync(Installation site, CancellationToken cancellationToken) =>
        ValueTask.FromResult(directory.Open(site).SharedSecret is { } secret
            ? new OfferedCredentials(new JiraCredentials.ConnectSecret(new Uri(site.BaseUrl), secret), site.StateChangedAt, IsDoubted: site.ConnectRefusedSince is not null)
            : null);
}
