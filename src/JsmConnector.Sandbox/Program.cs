using JsmConnector.Sandbox.Agent;
using JsmConnector.Sandbox.AppProcess;
using JsmConnector.Sandbox.ConnectHost;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Play;
using JsmConnector.Sandbox.Portal;
using JsmConnector.Sandbox.Rest;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var siteUrl = RunApp.FreeAddress(builder.Configuration.GetValue("Port", 5090));
builder.WebHost.UseUrls(siteUrl);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHttpClient("app", client => client.Timeout = TimeSpan.FromSeconds(20));
builder.Services.AddRazorComponents();
builder.Services.AddSingleton<InstalledApp>();
builder.Services.AddSingleton<SignedDoor>();
builder.Services.AddSingleton<WebhookSender>();
builder.Services.AddHostedService(services => services.GetRequiredService<WebhookSender>());
builder.Services.AddSingleton<JiraSite>();
builder.Services.AddSingleton<ScriptedIncident>();

var site = builder.Build();
AgentPages.Map(site);
PortalPages.Map(site);
Visitor.Map(site);
ContextTokens.Map(site);
RestInterface.Map(site);
WebhookPages.Map(site);
TestInterface.Map(site);

var folder = SandboxFolder.Find(builder.Configuration["DataFolder"]);
var installed = site.Services.GetRequiredService<InstalledApp>();
installed.SiteUrl = siteUrl;
installed.AppUrl = RunApp.FreeAddress(builder.Configuration.GetValue("AppPort", 5080));
installed.ClientKey = SandboxFolder.ClientKey(folder);
site.Services.GetRequiredService<JiraSite>().Seed(folder);
await site.StartAsync();

await using (var app = RunApp.Start(siteUrl, installed.AppUrl, folder))
{
    using var client = site.Services.GetRequiredService<IHttpClientFactory>().CreateClient("app");
    var stopping = site.Lifetime.ApplicationStopping;
    await app.WaitUntilReadyAsync(client, installed.AppUrl, stopping);
    var isByHand = builder.Configuration["Door"] == SignedDoor.Name;
    if (isByHand)
        await site.Services.GetRequiredService<SignedDoor>().OpenAsync(siteUrl, installed, stopping);
    else
        await installed.InstallAsync(stopping);
    Console.WriteLine($"""

        The sandbox site is ready, {(isByHand ? "with a signed webhook instead of the app inside" : "with the app installed")}.

          Agent view       {siteUrl}/jira/queues      (button: Play a scripted incident)
          Help center      {siteUrl}/servicedesk/customer/portals
          Customer portal  {siteUrl}/servicedesk/customer/portal/1
          Status page      {installed.AppUrl}/status
          Webhooks         {siteUrl}/webhooks

        Press Ctrl+C to stop.

        """);
    await site.WaitForShutdownAsync();
}
