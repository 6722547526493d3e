using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Forge;

public static class ForgeDoor
{
    public static IServiceCollection AddForgeDoor(this IServiceCollection services)
    {
        services.AddSingleton<AdmitForge>();
        services.AddSingleton<IForgeInstallations>(provider => provider.GetRequiredService<AdmitForge>());
        services.AddScoped<FindForgeSite>();
        services.AddScoped<AddForgeSite>();
        services.AddScoped<HearForge>();
        services.AddScoped<JoinForge>();
        services.AddScoped<MoveForgeSide>();
        services.AddScoped<ForgeCredentials>();
        services.AddScoped<ISiteCredentials>(provider => provider.GetRequiredService<ForgeCredentials>());
        services.AddSingleton<ISealedValues, SealedForgeTokens>();
        services.AddSingleton<WatchForgeSides>();
        foreach (var job in WatchForgeSides.Jobs)
            services.AddSingleton(job);
        return services;
    }
}
