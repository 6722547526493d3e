using System.Globalization;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Http;

namespace JsmConnector.StatusPages.Providers.Webhook;

/// <summary>
/// Any other status page, by one signed call a change (Standard Webhooks 1.0.0). The body is the wanted state as a whole, with every update by its id: a receiver
/// that sets what it is told, and knows updates by their ids, needs no memory of ours. A repeat carries the same `webhook-id`.
/// </summary>
public sealed class WebhookPage(IHttpClientFactory clients, TimeProvider clock) : IStatusPageProvider
{
    public const string ClientName = "status-page-webhook";
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public string Name => "webhook";

    public Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken) => SendAsync(task, "incident.state", cancellationToken);

    public Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        SendAsync(new MirrorTask(task.Attempt, task.Page, MaintenanceAsIncident.Of(task.Maintenance, task.Components), task.Components), "maintenance.state", cancellationToken);

    /// <summary>A signed call of the type `ping` that carries no state: a receiver answers it like any other, or refuses its signature.</summary>
    public async Task<DeliveryOutcome?> PingAsync(StatusPageSettings page, CancellationToken cancellationToken) =>
        await SendAsync(page, $"msg_{Guid.NewGuid():N}", """{"type":"ping"}""", cancellationToken);

    private Task<DeliveryOutcome> SendAsync(MirrorTask task, string type, CancellationToken cancellationToken) =>
        SendAsync(task.Page, $"msg_{task.Attempt.Id.Value:N}", WantedState.Json(task, type), cancellationToken);

    private async Task<DeliveryOutcome> SendAsync(StatusPageSettings page, string id, string body, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(page.Url, UriKind.Absolute, out var url) || !WebhookSignature.IsSecret(page.ApiKey))
            return new DeliveryOutcome.Never($"The status page '{page.Id}' has no address or no secret; enter both in settings.");
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", WebhookSignature.Of(page.ApiKey!, id, time, body));
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Judge(response);
        }
        catch (HttpRequestException exception)
        {
            return new DeliveryOutcome.Later($"The receiver could not be reached ({exception.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome.Later("The receiver did not answer in time.");
        }
    }

    private DeliveryOutcome Judge(HttpResponseMessage response)
    {
        var (status, number) = (response.StatusCode, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        var at = wait is { Ticks: >= 0 } time ? clock.GetUtcNow() + (time < LongestWait ? time : LongestWait) : (DateTimeOffset?)null;
        return (int)status switch
        {
            >= 200 and < 300 => new DeliveryOutcome.Delivered(),
            410 => new DeliveryOutcome.Never("The receiver is gone (410). Enter its new address in settings, then resume it.") { BreaksDestination = true },
            401 or 403 => new DeliveryOutcome.Never($"The receiver refuses our signature ({number}). Enter its secret in settings, then resume it.") { BreaksDestination = true },
            408 or 425 or 429 or >= 500 => new DeliveryOutcome.Later($"The receiver asks to come again ({number}).", at),
            >= 300 and < 400 => new DeliveryOutcome.Never($"The receiver answered with a redirect ({number}), which is not followed; enter the final address in settings."),
            _ => new DeliveryOutcome.Never($"The receiver refused the state ({number})."),
        };
    }
}
