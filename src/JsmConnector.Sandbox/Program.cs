using JsmConnector.Sandbox;
using JsmConnector.Sandbox.AppProcess;
using JsmConnector.Sandbox.Forge;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;

var site = SandboxSite.Build(args, TimeProvider.System);
var siteUrl = site.Urls.First();
var folder = SandboxFolder.Find(site.Configuration["DataFolder"]);
var installed = site.Services.GetRequiredService<InstalledApp>();
installed.SiteUrl = siteUrl;
installed.AppUrl = RunApp.FreeAddress(site.Configuration.GetValue("AppPort", 5080));
installed.ClientKey = SandboxFolder.ClientKey(folder);
site.Services.GetRequiredService<JiraSite>().Seed(folder);
await site.StartAsync();

var door = site.Configuration["Door"];
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
          Wiki             {siteUrl}/wiki
          Webhooks         {siteUrl}/webhooks

        Press Ctrl+C to stop.

        """);
    await site.WaitForShutdownAsync();
}
