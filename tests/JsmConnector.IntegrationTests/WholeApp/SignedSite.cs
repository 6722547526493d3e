using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <summary>A site whose events come through a signed admin webhook, as Jira sends them.</summary>
public sealed record SignedSite(InstallationId Id, string ShortName, string Secret)
{
    public string Path => $"/webhooks/jira/{Id}";

    public static async Task<SignedSite> AddAsync(InstalledSites app, string url)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var added = Assert.IsType<SiteAdded.Added>(await scope.ServiceProvider.GetRequiredService<AddSite>().AddAsync(url, TestContext.Current.CancellationToken));
        return new SignedSite(added.Id, added.ShortName, added.Secret);
    }

    public Task<HttpResponseMessage> TellAsync(InstalledSites app, string body, string? delivery = null, string? secret = null) =>
        TellAsync(app, Encoding.UTF8.GetBytes(body), [Sign(Encoding.UTF8.GetBytes(body), secret ?? Secret)], delivery);

    public async Task<HttpResponseMessage> TellAsync(InstalledSites app, byte[] body, IEnumerable<string> signatures, string? delivery = null, string? path = null, bool compressed = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path ?? Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (compressed)
            request.Content.Headers.ContentEncoding.Add("gzip");
        foreach (var signature in signatures)
            request.Headers.TryAddWithoutValidation("X-Hub-Signature", signature);
        request.Headers.Add("X-Atlassian-Webhook-Identifier", delivery ?? Guid.NewGuid().ToString());
        return await app.SendAsync(request);
    }

    public static string Sign(byte[] body, string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    public async Task<T> InAsync<T>(InstalledSites app, Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Id);
        return await run(scope.ServiceProvider);
    }

    public Task<List<T>> RowsAsync<T>(InstalledSites app) where T : class =>
        InAsync(app, services => services.GetRequiredService<JsmConnectorContext>().Set<T>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    public Task<Installation> InstallationAsync(InstalledSites app) =>
        InAsync(app, services => services.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking().SingleAsync(site => site.Id == Id, TestContext.Current.CancellationToken));
}
