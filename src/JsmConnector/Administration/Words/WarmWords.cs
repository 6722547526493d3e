using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Administration.Words;

/// <summary>
/// Once the app is ready, shows one made-up word as every channel would say it, to nobody: texts are read and code is compiled now, and nobody waits for that
/// in the first minute of an incident.
/// </summary>
public sealed partial class WarmWords(IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<WarmWords> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(() => ready.TrySetResult());
        await using var stopped = stoppingToken.Register(() => ready.TrySetCanceled(stoppingToken));
        await ready.Task;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            Show(scope.ServiceProvider.GetServices<INotificationChannel>(), clock.GetUtcNow());
        }
        catch (Exception exception)
        {
            LogCold(logger, exception);
        }
    }

    public static void Show(IEnumerable<INotificationChannel> channels, DateTimeOffset now)
    {
        var choice = new TextChoice(IncidentClasses.General, AudienceSettings.Core, "investigating", "", Language.Fallback);
        var (telling, update) = SampleIncident.Of(new InstallationId(Guid.Empty), choice.Class, choice.About, true, now);
        foreach (var channel in channels)
        {
            var text = AudienceWords.Of(telling, update, choice.Audience, Language.Of(choice.Language), (channel.Kind, channel.Measure), InstallationSettings.Default);
            channel.Preview(SampleNotice.Of(telling, choice, text.Text, text.Short));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A made-up word could not be shown on every channel; the first real one may take some tenths of a second longer, or meet the same problem")]
    private static partial void LogCold(ILogger logger, Exception exception);
}
