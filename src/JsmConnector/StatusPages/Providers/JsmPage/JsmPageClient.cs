using System.Collections.Concurrent;
using System.Text.Json;
using JsmConnector.Deliveries;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>One call to the status pages of Jira Service Management, never repeated here: only the row that asked for it may try again.</summary>
public sealed class JsmPageClient(IHttpClientFactory clients, TimeProvider clock)
{
    public const string ClientName = "jsm-status-page";

    /// <summary>The first of the roots that could be asked, to the one that knows its page.</summary>
    private readonly ConcurrentDictionary<string, string> _roots = new(StringComparer.Ordinal);

    /// <param name="externalId">The id of the ticket.</param>
    public Task<JsmPageAnswer> FindAsync(JsmPageAccess access, string externalId, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"incidents/get?externalIncidentId={Uri.EscapeDataString(externalId)}", null, cancellationToken);

    public Task<JsmPageAnswer> CreateAsync(JsmPageAccess access, JsmPageIncident incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "incidents", new { incidentCreateRequest = incident }, cancellationToken);

    /// <summary>Found there by the ticket's id in the body.</summary>
    public Task<JsmPageAnswer> UpdateAsync(JsmPageAccess access, JsmPageIncident incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "incidents/update", new { incidentUpdateRequest = incident }, cancellationToken);

    private async Task<JsmPageAnswer> SendAsync(JsmPageAccess access, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var key = $"{access.Roots[0]} {access.PageId}";
        if (!_roots.TryGetValue(key, out var root))
        {
            foreach (var candidate in access.Roots)
            {
                var known = await CallAsync(access, HttpMethod.Get, $"{candidate}/pages/{access.PageId}", null, cancellationToken);
                if (known is JsmPageAnswer.Failed)
                    return known;
                if (known is JsmPageAnswer.Ok)
                {
                    root = candidate;
                    break;
                }
            }
            if (root is null)
                return new JsmPageAnswer.Failed(new DeliveryOutcome.Never($"Jira Service Management knows no status page {access.PageId} in this cloud; check pageId and cloudId in settings.") { BreaksDestination = true });
            _roots[key] = root;
        }
        return await CallAsync(access, method, $"{root}/{path}", body, cancellationToken);
    }

    private async Task<JsmPageAnswer> CallAsync(JsmPageAccess access, HttpMethod method, string address, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = access.Authorization;
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: JsmPageIncident.Json);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if ((int)response.StatusCode is 404)
                return new JsmPageAnswer.Absent();
            if (!response.IsSuccessStatusCode)
                return Failed(JudgeJsmPageAnswer.Refusal((int)response.StatusCode, response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow(), clock.GetUtcNow()));
            return new JsmPageAnswer.Ok(Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(new DeliveryOutcome.Later("Jira Service Management did not answer in time."));
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return Failed(new DeliveryOutcome.Later($"The connection to Jira Service Management failed ({(problem as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown})."));
        }
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsmPageAnswer.Failed Failed(DeliveryOutcome outcome) => new(outcome);
}
