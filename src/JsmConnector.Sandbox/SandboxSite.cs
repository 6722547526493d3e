using JsmConnector.Sandbox.Agent;
using JsmConnector.Sandbox.AppProcess;
using JsmConnector.Sandbox.ConnectHost;
using JsmConnector.Sandbox.Forge;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Play;
using JsmConnector.Sandbox.Portal;
using JsmConnector.Sandbox.Rest;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;
using JsmConnector.Sandbox.Wiki;

namespace JsmConnector.Sandbox;

/// <summary>The site without the app. Tests move its clock, so that an incident of a day takes seconds.</summary>
public static class SandboxSite
{
    public static WebApplication Build(string[] args, TimeProvider clock)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock);
        builder.Services.AddHttpClient("app", client => client.Timeout = TimeSpan.FromSeconds(20));
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<InstalledApp>();
        builder.Services.AddSingleton<SignedDoor>();
        builder.Services.AddSingleton<ForgeHost>();
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WebhookSender>());
        builder.Services.AddSingleton<JiraSite>();
        builder.Services.AddSingleton<ScriptedIncident>();
        builder.Services.AddSingleton<WikiSpace>();

        var site = builder.Build();
        site.Urls.Add(RunApp.FreeAddress(builder.Configuration.GetValue("Port", 5090)));
        // Atlassian's gateway: the same interface under another address.
        site.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/ex/jira", StringComparison.Ordinal, out var rest) && rest.Value!.IndexOf('/', 1) is > 0 and var end)
                context.Request.Path = rest.Value[end..];
            return next(context);
        });
        site.UseRouting();
        AgentPages.Map(site);
        PortalPages.Map(site);
        Visitor.Map(site);
        ContextTokens.Map(site);
        ForgePages.Map(site);
        RestInterface.Map(site);
        WebhookPages.Map(site);
        WikiPages.Map(site);
        WikiInterface.Map(site);
        TestInterface.Map(site);
        return site;
    }
}
