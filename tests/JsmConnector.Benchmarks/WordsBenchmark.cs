using System.Diagnostics;
using System.Globalization;
using JsmConnector.Administration.Words;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Channels.Bluesky;
using JsmConnector.Notifications.Channels.Email;
using JsmConnector.Notifications.Channels.JiraMail;
using JsmConnector.Notifications.Channels.JiraRequests;
using JsmConnector.Notifications.Channels.Mastodon;
using JsmConnector.Notifications.Channels.SignedWebhook;
using JsmConnector.Notifications.Channels.Slack;
using JsmConnector.Notifications.Channels.SlackWebhook;
using JsmConnector.Notifications.Channels.Sms;
using JsmConnector.Notifications.Channels.Teams;
using JsmConnector.Notifications.Channels.WebPush;
using JsmConnector.Notifications.Channels.X;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.Benchmarks;

/// <summary>What a text looks like on every channel: rendered, cut to measure and counted, as the screen of the words and each delivery do it.</summary>
internal static class WordsBenchmark
{
    private const int Runs = 500;

    public static void Run()
    {
        // A preview calls nobody: what a channel calls with stays out.
        INotificationChannel[] kinds =
        [
            new SlackChannel(null!, TimeProvider.System), new SlackWebhookChannel(null!, TimeProvider.System), new TeamsChannel(null!, TimeProvider.System), new SignedWebhookChannel(null!, TimeProvider.System),
            new EmailChannel(Options.Create(new SmtpOptions()), null!), new SmsChannel(null!, null!, null!, TimeProvider.System), new MastodonChannel(null!, TimeProvider.System),
            new BlueskyChannel(null!, null!, null!, TimeProvider.System), new XChannel(null!, null!, TimeProvider.System), new JiraRequestsChannel(null!, null!, TimeProvider.System),
            new JiraMailChannel(null!, TimeProvider.System), new WebPushChannel(null!, null!, null!, TimeProvider.System),
        ];
        // The app does so once it is ready.
        var watch = Stopwatch.StartNew();
        WarmWords.Show(kinds, DateTimeOffset.UtcNow);
        var cold = watch.Elapsed;
        var first = Measure(kinds, "security");
        var times = Enumerable.Range(0, Runs).Select(run => Measure(kinds, IncidentClasses.All[run % (IncidentClasses.All.Count - 1)])).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"preview of {kinds.Length} channels: first {first.TotalMilliseconds:0.0} ms (after {cold.TotalMilliseconds:0.0} ms of the app's own when it starts); then p50 {times[Runs / 2].TotalMilliseconds:0.0} ms, p95 {times[Runs * 95 / 100].TotalMilliseconds:0.0} ms, most {times[^1].TotalMilliseconds:0.0} ms"));
    }

    private static TimeSpan Measure(INotificationChannel[] kinds, string incidentClass)
    {
        var watch = Stopwatch.StartNew();
        var (telling, update) = SampleIncident.Of(new InstallationId(Guid.Empty), incidentClass, "investigating", true, DateTimeOffset.UtcNow);
        foreach (var kind in kinds)
        {
            var text = AudienceWords.Of(telling, update, AudienceSettings.Core, Language.Of("en"), (kind.Kind, kind.Measure), InstallationSettings.Default);
            kind.Preview(SampleNotice.Of(telling, new TextChoice(incidentClass, AudienceSettings.Core, "investigating", "", "en"), text.Text, text.Short));
        }
        return watch.Elapsed;
    }
}
