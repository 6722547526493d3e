using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Notifications.Subscribers;

public static class SubscribersRegistration
{
    public static IServiceCollection AddSubscribers(this IServiceCollection services) => services
        .AddScoped<PlanSubscribers>()
        .AddScoped<IDeliveryPlanner>(provider => provider.GetRequiredService<PlanSubscribers>())
        .AddScoped<IMaintenancePlanner>(provider => provider.GetRequiredService<PlanSubscribers>())
        .AddScoped<IDeliveryHandler, TellSubscribers>()
        .AddScoped<ISubscriptionDesk, SubscriptionDesk>()
        .AddScoped<SubscriberDoor>()
        .AddScoped<SendNotice>()
        .AddScoped<WriteNotice>()
        .AddScoped<SubscriberList>()
        .AddSingleton<SubscriptionFlood>()
        .AddSingleton<NoticesBell>()
        .AddSingleton<ISealedValues, SealedSubscribers>()
        .AddSingleton<ForgetSubscribers>()
        .AddSingleton<DrainNotices>()
        .AddHostedService(provider => provider.GetRequiredService<DrainNotices>())
        .AddSingleton(new Platform.Jobs.RecurringJob("forget-subscribers", jobs => jobs.AddOrUpdate<ForgetSubscribers>("forget-subscribers", job => job.RunAsync(CancellationToken.None), Cron.Daily(3))));
}
