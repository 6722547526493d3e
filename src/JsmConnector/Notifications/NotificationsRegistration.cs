using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
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
using JsmConnector.Notifications.PushKeys;
using JsmConnector.Notifications.Readers;
using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Notifications.Scores;
using JsmConnector.Notifications.Subscribers;

namespace JsmConnector.Notifications;

public static class NotificationsRegistration
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChannel<SlackWebhookChannel>();
        services.AddChannel<SlackChannel>().AddScoped<SlackClient>().AddScoped<PublishFromSlack>().AddScoped<KeepMarked>().AddOptions<SlackOptions>().Bind(configuration.GetSection(SlackOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenMailConnections>();
        services.AddChannel<EmailChannel>().AddOptions<SmtpOptions>().Bind(configuration.GetSection(SmtpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChannel<TeamsChannel>();
        services.AddChannel<SmsChannel>().AddOptions<TwilioOptions>().Bind(configuration.GetSection(TwilioOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChannel<MastodonChannel>();
        services.AddChannel<BlueskyChannel>().AddSingleton<BlueskySessions>().AddOptions<BlueskyOptions>().Bind(configuration.GetSection(BlueskyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChannel<XChannel>().AddOptions<XOptions>().Bind(configuration.GetSection(XOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddChannel<WebPushChannel>();
        services.AddChannel<SignedWebhookChannel>();
        services.AddChannel<JiraRequestsChannel>();
        services.AddChannel<JiraMailChannel>();

        // Addresses of webhooks are keys: the client's own log would print them.
        services.AddHttpClient(ChannelCall.ClientName).RemoveAllLoggers();
        return services.AddScoped<ChannelCall>().AddScoped<LoadNotice>().AddScoped<LoadPlannedWork>().AddScoped<GatherQuiet>().AddScoped<LoadScores>()
            .AddScoped<PlanNotifications>()
            .AddScoped<IDeliveryPlanner>(provider => provider.GetRequiredService<PlanNotifications>())
            .AddScoped<IPromisePlanner>(provider => provider.GetRequiredService<PlanNotifications>())
            .AddScoped<IMaintenancePlanner>(provider => provider.GetRequiredService<PlanNotifications>())
            .AddScoped<IDeliveryFailed, PlanFallback>()
            .AddScoped<OwnPushKey>().AddSingleton<Platform.Secrets.ISealedValues, SealedPushKeys>()
            .AddSingleton<TakeReceipts>().AddSingleton<TakeBounces>()
            .AddSingleton<HearSlack>()
            .AddScoped<ISettingsCheck, CheckChannels>()
            .AddSingleton<ReaderDesk>()
            .AddSingleton<IReaderDesk>(provider => provider.GetRequiredService<ReaderDesk>())
            .AddSubscribers()
            .AddReaderSignIn();
    }

    /// <summary>What vendors tell by themselves; each proves itself by its signature.</summary>
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        TakeReceipts.Map(routes);
        TakeBounces.Map(routes);
        HearSlack.Map(routes);
    }

    /// <summary>The one line a kind of channel needs.</summary>
    private static IServiceCollection AddChannel<TChannel>(this IServiceCollection services) where TChannel : class, INotificationChannel => services
        .AddScoped<TChannel>()
        .AddScoped<INotificationChannel>(provider => provider.GetRequiredService<TChannel>())
        .AddScoped<IDeliveryHandler>(provider => ActivatorUtilities.CreateInstance<Notify>(provider, provider.GetRequiredService<TChannel>()));
}
