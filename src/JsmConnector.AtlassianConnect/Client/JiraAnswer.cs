using System.Globalization;
using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Turns an HTTP answer of Jira into a result.</summary>
internal static class JiraAnswer
{
    private const int LongestMessage = 300;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(2);

    public static async Task<JiraResult<T>> ReadAsync<T>(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case >= 200 and < 300:
                return await ReadValueAsync<T>(response, cancellationToken);
            case 404 or 410:
                return new JiraResult<T>.NotFound();
            case 408 or 425 or >= 500:
                return new JiraResult<T>.Unreachable($"status {status}", Delay(response, now));
            case < 400:
                return new JiraResult<T>.Refused(status, "the site answered with a redirect, which is not followed");
            default:
                return new JiraResult<T>.Refused(status, await MessageAsync(response, cancellationToken));
        }
    }

    private static async Task<JiraResult<T>> ReadValueAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(body, JiraJson.Options, cancellationToken) is { } value
                ? new JiraResult<T>.Ok(value)
                : new JiraResult<T>.Unreachable("the answer is empty");
        }
        catch (JsonException)
        {
            return new JiraResult<T>.Unreachable("the answer is not the expected JSON");
        }
    }

    /// <summary>The shortest wait the answer asks for: `Retry-After` or, on a refusal, the reset of the limit; the longer of the two.</summary>
    public static TimeSpan? Delay(HttpResponseMessage response, DateTimeOffset now)
    {
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        var reset = JiraTimestamp.Parse(Header(response, "X-RateLimit-Reset")) - now;
        var asked = after is null || reset > after ? reset ?? after : after;
        return asked is { } delay
            ? delay < TimeSpan.Zero ? TimeSpan.Zero : delay > LongestDelay ? LongestDelay : delay
            : null;
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            var message = string.Join("; ", Messages(document.RootElement));
            return message.Length > LongestMessage ? message[..LongestMessage] : message;
        }
        catch (JsonException)
        {
            return response.ReasonPhrase ?? ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static IEnumerable<string> Messages(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (answer.TryGetProperty("errorMessages", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in list.EnumerateArray())
            {
                yield return message.ToString();
            }
        }

        if (answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            foreach (var error in errors.EnumerateObject())
            {
                yield return $"{error.Name}: {error.Value}";
            }
        }

        foreach (var name in (string[])["errorMessage", "message"])
        {
            if (answer.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.String)
            {
                yield return message.GetString()!;
            }
        }
    }
}
