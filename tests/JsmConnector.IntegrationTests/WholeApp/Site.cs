using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <param name="Address">Of its status page.</param>
public sealed record Site(InstallationId Id, string ClientKey, string Secret, FakeJira Jira, string Address)
{
    public static async Task<Site> InstallAsync(WebApplication app, string clientKey, string secret)
    {
        var jira = await FakeJira.StartAsync(secret);
        await using var scope = app.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite(clientKey, secret, jira.Url, null, null, $"ari:cloud:ecosystem::installation/{NameOf(clientKey)}",
                app.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-1)), CancellationToken.None);
        var address = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().Where(site => site.Id == id).Select(site => site.ShortName).SingleAsync();
        return new Site(id, clientKey, secret, jira, address);
    }

    /// <summary>What Forge calls the installation and the site, so that both halves of a site are known.</summary>
    public string ForgeName => NameOf(ClientKey);

    private static string NameOf(string clientKey) => new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(clientKey)).AsSpan(0, 16)).ToString("D");
}

/// <summary>The real time, moved: pauses pass without waiting, timers run as usual.</summary>
public sealed class MovedClock : TimeProvider
{
    private long _moved;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _moved));
}
