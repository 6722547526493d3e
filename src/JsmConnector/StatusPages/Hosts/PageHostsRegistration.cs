using Hangfire;

namespace JsmConnector.StatusPages.Hosts;

public static class PageHostsRegistration
{
    public static IServiceCollection AddPageHosts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PageHostOptions>().Bind(configuration.GetSection(PageHostOptions.Section));
        services.AddSingleton<HostOwners>();
        services.AddSingleton<ProveHosts>();
        services.AddHttpClient(ProveHosts.ClientName, client => client.Timeout = TimeSpan.FromSeconds(10));
        services.AddSingleton(new Platform.Jobs.RecurringJob(
            "prove-hosts", jobs => jobs.AddOrUpdate<ProveHosts>("prove-hosts", prove => prove.RunAsync(CancellationToken.None), "*/20 * * * *")));
        return services;
    }
}
