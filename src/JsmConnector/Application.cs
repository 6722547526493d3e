using JsmConnector.Administration;
using JsmConnector.Api;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Deliveries;
using JsmConnector.Diagnostics;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IssuePanel;
using JsmConnector.Maintenances;
using JsmConnector.Notifications;
using JsmConnector.Operators;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Http;
using JsmConnector.Platform.Jobs;
using JsmConnector.Platform.Startup;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalHeader;
using JsmConnector.Postmortems;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Readers;
using JsmConnector.StatusPages;
using JsmConnector.Tickets;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Forge;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector;

/// <summary>The table of contents of the app: what it is made of, then where it can be reached.</summary>
public static class Application
{
    /// <param name="configure">Replaces parts before anything is built: tests give another clock.</param>
    /// <exception cref="StartupProblems">The configuration is incomplete or wrong.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        var management = Management.Address(builder.Configuration);
        builder.WebHost.UseAppKestrel(builder.Configuration, management);
        var ground = await Ground.PrepareAsync(builder, InstallationsRegistration.Problems);

        builder.Services.AddSingleton(FastClock.Of(builder.Configuration));
        builder.Services.AddPlatform(builder.Configuration, ground);
        builder.Services.AddDatabase(ground.ConnectionString);
        builder.Services.AddJobs(ground.ConnectionString);
        builder.Services.AddOutboundHttp(builder.Configuration);
        builder.Services.AddHtml();
        builder.Services.AddManagement();

        builder.Services.AddInstallations(builder.Configuration);
        builder.Services.AddDeliveries();
        builder.Services.AddIncidents();
        builder.Services.AddMaintenances();
        builder.Services.AddWebhooks(ground.ConnectionString);
        builder.Services.AddReconciliation(builder.Configuration);
        builder.Services.AddStatusPages(builder.Configuration);
        builder.Services.AddPublicStatus(builder.Configuration);
        builder.Services.AddPortalAnnouncements();
        builder.Services.AddNotifications(builder.Configuration);
        builder.Services.AddTickets();
        builder.Services.AddDiagnostics();
        builder.Services.AddPortalHeader();
        builder.Services.AddIssuePanel();
        builder.Services.AddAdministration();
        builder.Services.AddOperators();
        builder.Services.AddPostmortems(builder.Configuration);
        builder.Services.AddApi();

        configure?.Invoke(builder);
        var app = builder.Build();
        await app.Services.GetRequiredService<OpenDatabase>().TryAsync(() => app.Services.GetRequiredService<PageSnapshots>().Any);

        app.UseManagement(management);
        app.UsePublicStatus();
        app.UseScreenWords();
        app.UseRefusals();
        app.UseRequestShape();
        app.UseForwardedHeaders();
        app.UseSubscriptions();
        app.UsePublicHosts();
        app.UseForgeForms();
        app.UseExpiredForms();
        app.UsePlatform();
        app.UseTenant();
        app.MapHealth();
        app.MapHtml();
        app.MapInstallations();
        ReceiveWebhook.Map(app);
        ReceiveForge.Map(app);
        ReaderRoutes.Map(app);
        app.MapNotifications();
        app.MapPortalHeader().RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("portal-header").WelcomeVisitors();
        app.MapKnownIncidents().RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("portal-known").WelcomeVisitors();
        app.MapPortalFooter().RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("portal-state").WelcomeVisitors();
        app.MapIssuePanel();
        app.MapAdministration();
        app.MapOperators();
        app.MapPostmortems();
        app.MapApi();
        return app;
    }
}
