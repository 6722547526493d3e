using System.Net;
using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.StatusPages.Import;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What any page in the v2 format shows to everybody: its components and its latest fifty incidents. Needs no key.</summary>
public sealed class PublicPageImportSource(IHttpClientFactory clients, TimeProvider clock) : IImportSource
{
    public const string ClientName = "statuspage-import";
    private const int LargestAnswer = 8 * 1024 * 1024;

    public bool CanRead(string source, StatusPageSettings? page) => page is null && Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "https" or "http";

    public async Task<Imported> ReadAsync(string source, StatusPageSettings? page, int portion, CancellationToken cancellationToken)
    {
        var (components, failure) = await GetAsync(source, "components.json", cancellationToken);
        if (failure is not null)
            return failure;
        var (incidents, second) = await GetAsync(source, "incidents.json", cancellationToken);
        if (second is not null)
            return second;
        if (!components.TryGetProperty("components", out var parts) || !incidents.TryGetProperty("incidents", out var past))
            return new Imported.Never("The page answers, but not in the v2 format of Statuspage.");
        var read = ReadStatuspagePast.Incidents(past);
        return new Imported.Portion(ReadStatuspagePast.Groups(parts), read, true, read.Count);
    }

    private async Task<(JsonElement Json, Imported? Failure)> GetAsync(string source, string document, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = LargestAnswer;
            using var answer = await client.GetAsync(new Uri(new Uri(source.TrimEnd('/') + "/"), $"api/v2/{document}"), cancellationToken);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
                return (default, new Imported.Later($"The page asks to come again ({(int)answer.StatusCode}).", answer.Headers.RetryAfter?.Delta is { } wait ? clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 0, 3600)) : null));
            if (!answer.IsSuccessStatusCode)
                return (default, new Imported.Never($"The page has no public JSON there ({(int)answer.StatusCode})."));
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return json.RootElement.ValueKind == JsonValueKind.Object ? (json.RootElement.Clone(), null) : (default, new Imported.Never("The page answers with something that is no JSON object."));
        }
        catch (JsonException)
        {
            return (default, new Imported.Never("The page answers with something that is no JSON."));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (default, new Imported.Later($"The page could not be reached ({exception.GetType().Name}).", null));
        }
    }
}
