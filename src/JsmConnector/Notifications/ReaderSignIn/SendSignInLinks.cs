using System.Threading.Channels;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.ReaderSignIn;

/// <summary>
/// Mails one-time links behind the answer. They wait in memory only: a link that a stop of the app lost is asked for again, and there is no row that says who
/// wanted to read what.
/// </summary>
public sealed partial class SendSignInLinks(IServiceScopeFactory scopes, SubscriptionFlood flood, SignInSeals seals, TimeProvider clock, ILogger<SendSignInLinks> logger) : BackgroundService
{
    private const int MostWaiting = 1_000, MostAttempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly Channel<SignInWish> _waiting = Channel.CreateBounded<SignInWish>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <returns>False when too many wait.</returns>
    public bool TryQueue(SignInWish wish) => _waiting.Writer.TryWrite(wish);

    public async Task SendWaitingAsync(CancellationToken cancellationToken)
    {
        while (_waiting.Reader.TryRead(out var wish))
            await SendAsync(wish, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            await SendWaitingAsync(stoppingToken);
    }

    private async Task SendAsync(SignInWish wish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!PageReaders.Has(wish.Page, wish.Address) || !flood.AdmitTo(wish.Place.Installation, wish.Address, now))
            return;
        var notice = Write(wish, $"{wish.Url}/access/enter?token={seals.Link(wish.Place, wish.Address, now)}", now);
        var entry = new ChannelSettings { Id = "reader", Kind = "email", Options = new Dictionary<string, string> { ["to"] = wish.Address } };
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                await using var scope = scopes.Enter(wish.Place.Installation);
                var channel = scope.ServiceProvider.GetServices<INotificationChannel>().First(channel => channel.Kind == "email");
                if (await channel.SendAsync(new NoticeTask(notice, entry, wish.Address, attempt), cancellationToken) is not DeliveryOutcome.Later)
                    return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotSent(logger, exception, wish.Place.PageId);
            }
            if (attempt < MostAttempts)
                await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static Notice Write(SignInWish wish, string link, DateTimeOffset now)
    {
        var words = Language.Of(wish.Language);
        return new Notice
        {
            Id = $"signin{Guid.CreateVersion7(now):N}",
            Incident = "signin",
            Audience = "readers",
            Language = words,
            Title = words.Say("sign-in-title", wish.Name),
            Stage = Stage.Investigating,
            Severity = Severity.Low,
            Text = words.Say("sign-in-text", wish.Name, (int)SignInSeals.LinkLife.TotalMinutes),
            SaidAt = now,
            Number = 0,
            Link = link,
            LinkWords = words["sign-in"],
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in link for the status page {Page} could not be mailed")]
    private static partial void LogNotSent(ILogger logger, Exception exception, string page);
}
