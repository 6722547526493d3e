using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Maintenances;
using JsmConnector.StatusPages.Hosts;
using JsmConnector.StatusPages.Providers.Builtin;
using JsmConnector.StatusPages.Providers.JsmPage;
using JsmConnector.StatusPages.Providers.Statuspage;
using JsmConnector.StatusPages.Providers.Webhook;

namespace JsmConnector.StatusPages;

public static class StatusPagesRegistration
{
    public static IServiceCollection AddStatusPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDeliveryPlanner, PlanMirroring>();
        services.AddScoped<IDeliveryHandler, MirrorIncident>();
        services.AddSingleton<IMaintenancePlanner, PlanMaintenances>();
        services.AddScoped<IDeliveryHandler, MirrorMaintenance>();
        services.AddScoped<ComponentStateQuery>();
        services.AddScoped<IPageStand, PageStand>();
        services.AddScoped<Access.AccessLinks>();
        services.AddScoped<IPageDoors, Access.PageDoors>();
        services.AddPageHosts(configuration);
        services.AddSingleton<Upkeep.WatchDrift>();
        services.AddScoped<Upkeep.UpkeepOfPage>();
        services.AddSingleton(new Platform.Jobs.RecurringJob(
            "watch-drift", jobs => jobs.AddOrUpdate<Upkeep.WatchDrift>("watch-drift", watch => watch.RunAsync(CancellationToken.None), "*/10 * * * *")));
        services.AddScoped<IStatusPageProvider, BuiltinStatusPage>();
        services.AddScoped<History.IPageHistory, BuiltinHistory>();
        services.AddScoped<Import.IPageComponents, ShowComponents>();
        services.AddScoped<Import.ImportComponents>();
        services.AddScoped<Import.BeginImport>();
        services.AddSingleton<Import.RunImports>();
        services.AddSingleton(new Platform.Jobs.RecurringJob(
            "run-imports", jobs => jobs.AddOrUpdate<Import.RunImports>("run-imports", run => run.RunAsync(CancellationToken.None), Cron.Minutely())));
        services.AddSingleton<IStatusPagePreview, PreviewBuiltin>();
        services.AddScoped<PublicAddresses>();
        services.AddScoped<IPublicationTarget, BuiltinAccount>();
        services.AddStatuspage(configuration);
        services.AddJsmPage(configuration);
        services.AddScoped<IStatusPageProvider, WebhookPage>();
        // The address of a receiver may be a key: the client's own log would print it.
        services.AddHttpClient(WebhookPage.ClientName).RemoveAllLoggers();
        return services;
    }
}
