using System.Text.Json;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>Asks a Cloud site for its name at Atlassian's gateway. The address needs no credential; Data Center does not have it.</summary>
public sealed partial class FindCloudId(IHttpClientFactory clients, ILogger<FindCloudId> logger)
{
    public const string ClientName = "jira-tenant-info";

    /// <returns>Null when the site did not say.</returns>
    public async Task<string?> FindAsync(string siteUrl, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var answer = await client.GetFromJsonAsync<TenantInfo>(new Uri($"{siteUrl}/_edge/tenant_info"), cancellationToken);
            // It becomes part of an address that a token is sent to.
            return Guid.TryParse(answer?.CloudId, out var id) ? id.ToString("D") : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogNotFound(logger, exception, siteUrl);
            return null;
        }
    }

    private sealed record TenantInfo([property: JsonPropertyName("cloudId")] string? CloudId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cloud id of {Site} could not be read")]
    private static partial void LogNotFound(ILogger logger, Exception exception, string site);
}
