namespace JsmConnector.Webhooks;

public static class WebhooksRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new InboxDatabase(connectionString));
        services.AddSingleton<RecentBodies>();
        services.AddSingleton<StoreWebhooks>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreWebhooks>());
        services.AddSingleton<AcceptWebhook>();
        services.AddSingleton<WebhooksBell>();
        services.AddSingleton<TakeWebhooks>();
        services.AddScoped<ReadWholeIssue>();
        services.AddSingleton<DrainWebhooks>();
        services.AddHostedService(provider => provider.GetRequiredService<DrainWebhooks>());
        services.AddScoped<SweepInbox>();
        foreach (var job in SweepInbox.Jobs)
            services.AddSingleton(job);
        return services;
    }
}
