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

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var siteUrl = RunApp.FreeAddress(builder.Configuration.GetValue("Port", 5090));
builder.WebHost.UseUrls(siteUrl);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHttpClient("app", client => client.Timeout = TimeSpan.FromSeconds(20));
builder.Services.AddRazorComponents();
builder.Services.AddSingleton<InstalledApp>();
builder.Services.AddSingleton<SignedDoor>();
builder.Services.AddSingleton<ForgeHost>();
builder.Services.AddSingleton<WebhookSender>();
builder.Services.AddHostedService(services => services.GetRequiredService<WebhookSender>());
builder.Services.AddSingleton<JiraSite>();
builder.Services.AddSingleton<ScriptedIncident>();

var site = builder.Build();
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
TestInterface.Map(site);

var folder = SandboxFolder.Find(builder.Configuration["DataFolder"]);
var installed = site.Services.GetRequiredService<InstalledApp>();
installed.SiteUrl = siteUrl;
installed.AppUrl = RunApp.FreeAddress(builder.Configuration.GetValue("AppPort", 5080));
installed.ClientKey = SandboxFolder.ClientKey(folder);
site.Services.GetRequiredService<JiraSite>().Seed(folder);
await site.StartAsync();

var door = builder.Configuration["Door"];
await using (var app = RunApp.Start(siteUrl, installed.AppUrl, folder, door == ForgeHost.Name ? ForgeHost.Settings(siteUrl, folder) : null))
{
    using var client = site.Services.GetRequiredService<IHttpClientFactory>().CreateClient("app");
    var stopping = site.Lifetime.ApplicationStopping;
    await app.WaitUntilReadyAsync(client, installed.AppUrl, stopping);
    if (door == SignedDoor.Name)
        await site.Services.GetRequiredService<SignedDoor>().OpenAsync(siteUrl, installed, stopping);
    else if (door == ForgeHost.Name)
        await site.Services.GetRequiredService<ForgeHost>().OpenAsync(siteUrl, folder, installed, stopping);
    else
        await installed.InstallAsync(stopping);
    Console.WriteLine($"""

        The sandbox site is ready, {door switch { SignedDoor.Name => "with a signed webhook instead of the app inside", ForgeHost.Name => "with the app installed through Forge", _ => "with the app installed" }}.

          Agent view       {siteUrl}/jira/queues      (button: Play a scripted incident)
          Help center      {siteUrl}/servicedesk/customer/portals
          Customer portal  {siteUrl}/servicedesk/customer/portal/1
          Status page      {installed.AppUrl}/status
          Webhooks         {siteUrl}/webhooks

        Press Ctrl+C to stop.

        """);
    await site.WaitForShutdownAsync();
}
