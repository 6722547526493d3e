using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Retention;

public static class RetentionRegistration
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EraseInstallations>();
        services.AddSingleton<ResealSecrets>();
        services.AddSingleton<ISealedValues, SealedSharedSecrets>();
        services.AddSingleton<ISealedValues, SealedSettings>();
        foreach (var job in EraseInstallations.Jobs)
            services.AddSingleton(job);
        return services;
    }
}
