using System.Text.Json;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// One call to Confluence Cloud, never repeated here: only the row that asked for it may try again. Pages are v2; labels can be written through v1
/// only (developer.atlassian.com/cloud/confluence/rest).
/// </summary>
public sealed class ConfluenceClient(IHttpClientFactory clients, TimeProvider clock)
{
    public const string ClientName = "confluence";

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    public Task<ConfluenceAnswer> FindSpaceAsync(ConfluenceAccess access, string key, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"/api/v2/spaces?keys={Uri.EscapeDataString(key)}", null, cancellationToken);

    /// <summary>Archived pages keep their titles.</summary>
    public Task<ConfluenceAnswer> FindPagesAsync(ConfluenceAccess access, string spaceId, string title, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"/api/v2/pages?space-id={Uri.EscapeDataString(spaceId)}&title={Uri.EscapeDataString(title)}&status=current,archived&body-format=storage", null, cancellationToken);

    public Task<ConfluenceAnswer> ReadPageAsync(ConfluenceAccess access, string id, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"/api/v2/pages/{Uri.EscapeDataString(id)}?body-format=storage", null, cancellationToken);

    public Task<ConfluenceAnswer> CreatePageAsync(ConfluenceAccess access, object page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "/api/v2/pages", page, cancellationToken);

    public Task<ConfluenceAnswer> UpdatePageAsync(ConfluenceAccess access, string id, object page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Put, $"/api/v2/pages/{Uri.EscapeDataString(id)}", page, cancellationToken);

    /// <summary>Into the trash, where it can be taken from again.</summary>
    public Task<ConfluenceAnswer> TrashPageAsync(ConfluenceAccess access, string id, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Delete, $"/api/v2/pages/{Uri.EscapeDataString(id)}", null, cancellationToken);

    public Task<ConfluenceAnswer> FindPropertyAsync(ConfluenceAccess access, string id, string key, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"/api/v2/pages/{Uri.EscapeDataString(id)}/properties?key={Uri.EscapeDataString(key)}", null, cancellationToken);

    public Task<ConfluenceAnswer> AddPropertyAsync(ConfluenceAccess access, string id, string key, object value, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, $"/api/v2/pages/{Uri.EscapeDataString(id)}/properties", new { key, value }, cancellationToken);

    public Task<ConfluenceAnswer> AddLabelAsync(ConfluenceAccess access, string id, string label, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, $"/rest/api/content/{Uri.EscapeDataString(id)}/label", new[] { new { prefix = "global", name = label } }, cancellationToken);

    private async Task<ConfluenceAnswer> SendAsync(ConfluenceAccess access, HttpMethod method, string path, object? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(access.Url + path));
        request.Headers.Authorization = access.Authorization;
        request.Headers.Accept.ParseAdd("application/json");
        if (content is not null)
            request.Content = JsonContent.Create(content, content.GetType());
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                return new ConfluenceAnswer.Refused((int)response.StatusCode, ConfluenceMessage.Read(body), RetryAfter(response));
            if (body.Length == 0)
                return new ConfluenceAnswer.Ok(default);
            using var json = JsonDocument.Parse(body);
            return new ConfluenceAnswer.Ok(json.RootElement.Clone());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConfluenceAnswer.Lost($"Confluence did not answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (JsonException)
        {
            return new ConfluenceAnswer.Lost("Confluence answered with something that is no JSON.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            var kind = (problem as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            return new ConfluenceAnswer.Lost($"The connection to Confluence failed ({kind}).");
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        return wish is null ? null : TimeSpan.FromTicks(Math.Clamp(wish.Value.Ticks, 0, LongestPause.Ticks));
    }
}
