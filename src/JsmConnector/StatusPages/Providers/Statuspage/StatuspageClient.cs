using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// One call to the manage API, within the budget of its key, never repeated here: only the row that asked for it may try again.
/// Facts of the API: developer.statuspage.io.
/// </summary>
public sealed class StatuspageClient(IHttpClientFactory clients, IOptions<StatuspageOptions> options, StatuspageBudget budget, SharedSlots slots, TimeProvider clock)
{
    public const string ClientName = "statuspage";
    public const int PageSize = 100;

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a call waits for its slot. A write waits longer: the look before it would be wasted.</summary>
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(3), WritePatience = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <param name="page">From 1.</param>
    public Task<StatuspageAnswer> ListUnresolvedAsync(StatuspageAccess access, int page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"incidents/unresolved?page={page}&per_page={PageSize}", null, cancellationToken);

    /// <param name="page">From 1; newest incidents first.</param>
    public Task<StatuspageAnswer> ListAsync(StatuspageAccess access, int page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"incidents?limit={PageSize}&page={page}", null, cancellationToken);

    public Task<StatuspageAnswer> ReadAsync(StatuspageAccess access, string incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"incidents/{Uri.EscapeDataString(incident)}", null, cancellationToken);

    public Task<StatuspageAnswer> CreateAsync(StatuspageAccess access, StatuspageIncident incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "incidents", new { incident }, cancellationToken);

    public Task<StatuspageAnswer> PatchAsync(StatuspageAccess access, string remoteId, StatuspageIncident incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Patch, $"incidents/{Uri.EscapeDataString(remoteId)}", new { incident }, cancellationToken);

    public Task<StatuspageAnswer> ReadAccountAsync(StatuspageAccess access, string incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, AccountPath(incident), null, cancellationToken);

    public Task<StatuspageAnswer> DraftAccountAsync(StatuspageAccess access, string incident, string text, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Put, AccountPath(incident), new { postmortem = new { body_draft = text } }, cancellationToken);

    /// <summary>What stands as the draft becomes readable.</summary>
    public Task<StatuspageAnswer> PublishAccountAsync(StatuspageAccess access, string incident, bool notifies, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Put, AccountPath(incident) + "/publish", new { postmortem = new { notify_subscribers = notifies, notify_twitter = false } }, cancellationToken);

    public Task<StatuspageAnswer> RevertAccountAsync(StatuspageAccess access, string incident, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Put, AccountPath(incident) + "/revert", null, cancellationToken);

    private static string AccountPath(string incident) => $"incidents/{Uri.EscapeDataString(incident)}/postmortem";

    /// <param name="page">From 1. Always by pages: without them Statuspage allows about one such call a minute.</param>
    public Task<StatuspageAnswer> ListComponentsAsync(StatuspageAccess access, int page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"components?page={page}&per_page={PageSize}", null, cancellationToken);

    public Task<StatuspageAnswer> MakeComponentAsync(StatuspageAccess access, string name, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "components", new { component = new { name = FitText.To(StatuspageIncident.LongestName, name), status = "operational" } }, cancellationToken);

    public Task<StatuspageAnswer> SetComponentAsync(StatuspageAccess access, string remoteId, string status, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Patch, $"components/{Uri.EscapeDataString(remoteId)}", new { component = new { status } }, cancellationToken);

    /// <param name="page">From 1.</param>
    public Task<StatuspageAnswer> ListGroupsAsync(StatuspageAccess access, int page, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Get, $"component-groups?page={page}&per_page={PageSize}", null, cancellationToken);

    public Task<StatuspageAnswer> MakeGroupAsync(StatuspageAccess access, string name, string component, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Post, "component-groups", new { component_group = new { name = FitText.To(StatuspageIncident.LongestName, name), components = new[] { component } } }, cancellationToken);

    public Task<StatuspageAnswer> JoinGroupAsync(StatuspageAccess access, string component, string group, CancellationToken cancellationToken) =>
        SendAsync(access, HttpMethod.Patch, $"components/{Uri.EscapeDataString(component)}", new { component = new { group_id = group } }, cancellationToken);

    /// <summary>Without words, and nobody is told.</summary>
    public Task<StatuspageAnswer> SetStatusAsync(StatuspageAccess access, StandingMirror wanted, CancellationToken cancellationToken) => SendAsync(
        access, HttpMethod.Patch, $"incidents/{Uri.EscapeDataString(wanted.RemoteId)}",
        // States of planned work are those of its own only together with its window.
        new { incident = new { status = wanted.Status, deliver_notifications = false, scheduled_for = wanted.Window?.From, scheduled_until = wanted.Window?.Until } }, cancellationToken);

    private async Task<StatuspageAnswer> SendAsync(StatuspageAccess access, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var patience = method == HttpMethod.Get ? ReadPatience : WritePatience;
        if (await budget.EnterAsync(access.KeyHash, patience, cancellationToken) is { } free)
            return new StatuspageAnswer.Busy(free);
        if (await slots.EnterAsync(access.KeyHash, patience, cancellationToken) is { } later)
            return new StatuspageAnswer.Busy(later);

        using var request = new HttpRequestMessage(method, $"{options.Value.ApiUrl.TrimEnd('/')}/pages/{Uri.EscapeDataString(access.PageId)}/{path}");
        // The word is OAuth: a bearer header is refused.
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", access.ApiKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: StatuspageIncident.Json);

        var answer = await ReceiveAsync(request, access, cancellationToken);
        if (JudgeStatuspageAnswer.Pause(answer) is { } pause)
        {
            budget.Pause(access.KeyHash, pause);
            await slots.PauseAsync(access.KeyHash, pause, cancellationToken);
        }
        return answer;
    }

    private async Task<StatuspageAnswer> ReceiveAsync(HttpRequestMessage request, StatuspageAccess access, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                return new StatuspageAnswer.Refused((int)response.StatusCode, RemoteMessage.Read(body, access.ApiKey), RetryAfter(response));
            using var json = JsonDocument.Parse(body);
            return new StatuspageAnswer.Ok(json.RootElement.Clone());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StatuspageAnswer.Lost($"Statuspage did not answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (JsonException)
        {
            return new StatuspageAnswer.Lost("Statuspage answered with something that is no JSON.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            var kind = (problem as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            return new StatuspageAnswer.Lost($"The connection to Statuspage failed ({kind}).");
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        return wish is null ? null : TimeSpan.FromTicks(Math.Clamp(wish.Value.Ticks, 0, LongestPause.Ticks));
    }
}
