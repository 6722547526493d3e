namespace JsmConnector.Deliveries;

public static class DeliveriesRegistration
{
    public static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.AddSingleton<DeliveriesBell>();
        services.AddScoped<WatchDestinations>();
        services.AddScoped<SendAgain>();
        services.AddScoped<SkipDelivery>();
        services.AddScoped<CommentForTeam>();
        services.AddSingleton<DrainDeliveries>();
        services.AddHostedService(provider => provider.GetRequiredService<DrainDeliveries>());
        return services;
    }
}
