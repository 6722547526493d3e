using System.Collections.Concurrent;
using System.Threading.Channels;
using JsmConnector.Sandbox.Install;

namespace JsmConnector.Sandbox.Webhooks;

public sealed class SentWebhook(OutgoingWebhook webhook)
{
    public string Identifier { get; } = Guid.NewGuid().ToString();
    public OutgoingWebhook Webhook { get; } = webhook;
    public ConcurrentQueue<string> Answers { get; } = new();
}

/// <summary>Delivers as Jira does: signed, with an identifier that stays the same over up to five retries, several at once, in no certain order.</summary>
public sealed class WebhookSender(InstalledApp app, SignedDoor door, Forge.ForgeHost forge, IHttpClientFactory clients) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private const int Retries = 5;
    private readonly Channel<SentWebhook> _queue = Channel.CreateUnbounded<SentWebhook>();
    private readonly ConcurrentQueue<SentWebhook> _log = new();

    /// <summary>Every webhook goes out two times, as happens on real sites now and then.</summary>
    public bool SendTwice { get; set; }

    /// <summary>Holds a webhook back for a random moment, so that later ones overtake it.</summary>
    public bool OutOfOrder { get; set; }

    public IEnumerable<SentWebhook> Log => _log.Reverse();

    public void Send(OutgoingWebhook webhook)
    {
        var sent = new SentWebhook(webhook);
        _log.Enqueue(sent);
        while (_log.Count > 500)
            _log.TryDequeue(out _);
        _queue.Writer.TryWrite(sent);
        if (SendTwice)
            _queue.Writer.TryWrite(sent);
    }

    public bool SendAgain(string identifier) =>
        _log.FirstOrDefault(sent => sent.Identifier == identifier) is { } known && _queue.Writer.TryWrite(known);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var webhook in _queue.Reader.ReadAllAsync(stoppingToken))
                _ = DeliverAsync(webhook, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The sandbox stops.
        }
    }

    private async Task DeliverAsync(SentWebhook sent, CancellationToken stoppingToken)
    {
        await app.Installed.Task.WaitAsync(stoppingToken);
        if (OutOfOrder)
            await Task.Delay(Random.Shared.Next(0, 1500), stoppingToken);
        for (var attempt = 0; attempt <= Retries; attempt++)
        {
            var status = await TryAsync(sent, attempt, stoppingToken);
            sent.Answers.Enqueue(status is null ? "no answer" : $"{status}");
            if (status is not (null or 408 or 409 or 425 or 429 or >= 500))
                return;
            await Task.Delay(FirstPause * Math.Pow(2, attempt), stoppingToken);
        }
    }

    private async Task<int?> TryAsync(SentWebhook sent, int attempt, CancellationToken stoppingToken)
    {
        var url = door.WebhookUrl ?? app.WebhookUrl(sent.Webhook.Event);
        if (url is null)
            return 0;
        using var request = forge.IsOpen ? forge.Trigger(sent.Webhook) : Webhook(sent, url, attempt);
        try
        {
            using var response = await clients.CreateClient("app").SendAsync(request, stoppingToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private HttpRequestMessage Webhook(SentWebhook sent, string url, int attempt)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(sent.Webhook.Body, System.Text.Encoding.UTF8, "application/json") };
        if (door.IsOpen)
            request.Headers.Add("X-Hub-Signature", door.Sign(sent.Webhook.Body));
        else
            request.Headers.TryAddWithoutValidation("Authorization", $"JWT {app.SignRequest("POST", new Uri(url).PathAndQuery, null)}");
        request.Headers.Add("X-Atlassian-Webhook-Identifier", sent.Identifier);
        request.Headers.Add("X-Atlassian-Webhook-Flow", "Primary");
        if (attempt > 0)
            request.Headers.Add("X-Atlassian-Webhook-Retry", $"{attempt}");
        return request;
    }
}
