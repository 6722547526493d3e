using System.Net.Http.Headers;
using System.Security.Cryptography;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.Tests.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect;

/// <summary>A small app behind the protocol on a real listener, so that requests arrive as they do in life, raw target included.</summary>
internal sealed class ConnectSite : IAsyncDisposable, IInstallationSecrets, IUsedTokens
{
    public static readonly Guid InstallationId = Guid.Parse("0199c0de-0000-7000-8000-000000000001");

    private readonly WebApplication app;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private ConnectSite(StubHttp keyServer)
    {
        KeyServer = keyServer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAtlassianConnect();
        builder.Services.Configure<AtlassianConnectOptions>(options =>
        {
            options.BaseUrls = ["https://app.example.com"];
            options.ConnectInstallKeysUrl = "https://keys.example.com";
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IInstallationSecrets>(this);
        builder.Services.AddSingleton<IUsedTokens>(this);
        builder.Services.AddSingleton(new SessionTokenKeys([new byte[32]]));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHttpClientFactory>(keyServer));
        app = builder.Build();
        app.MapPost("/webhooks", Who).RequireConnectToken(ConnectTokenKind.Computed);
        app.MapGet("/issues/{key}", Who).RequireConnectToken(ConnectTokenKind.Computed);
        app.MapMethods("/context", ["GET", "POST"], Who).RequireConnectToken(ConnectTokenKind.Context);
        app.MapPost("/form", Who).RequireSession("publish");
        app.MapGet("/forgotten", () => "open");
        app.MapGet("/plain", () => "open").RequireAuthorization();
        app.MapGet("/public", () => "open").AllowAnonymous();
        foreach (var lifecycle in Enum.GetValues<LifecycleEvent>())
        {
            app.MapPost($"/connect/{lifecycle.ToString().ToLowerInvariant()}", (HttpContext context, LifecycleCalls calls) => Receive(context, calls, lifecycle))
                .RequireConnectToken(LifecycleCalls.KindOf(lifecycle), allowDisabled: true);
        }
    }

    public FakeTimeProvider Clock { get; } = new(TokenForge.Now);

    public StubHttp KeyServer { get; }

    public HttpClient Client { get; private set; } = null!;

    public InstallationSecrets? Secrets { get; set; } = new()
    {
        InstallationId = InstallationId,
        State = ConnectInstallationState.Enabled,
        Current = TokenForge.Secret,
    };

    public bool KeyServerIsDown { get; set; }

    public LifecycleCall.Accepted? Accepted { get; private set; }

    public bool StoreIsDown { get; set; }

    public SessionTokens Sessions => app.Services.GetRequiredService<SessionTokens>();

    public static async Task<ConnectSite> StartAsync(RSA? installKey = null)
    {
        var pem = installKey?.ExportSubjectPublicKeyInfoPem();
        ConnectSite site = null!;
        site = new ConnectSite(new StubHttp(request => site.KeyServerIsDown
            ? new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway)
            : pem is not null && request.RequestUri!.AbsolutePath == "/key-1"
            ? new HttpResponseMessage { Content = new StringContent(pem) }
            : new HttpResponseMessage(System.Net.HttpStatusCode.NotFound)));
        await site.app.StartAsync(TestContext.Current.CancellationToken);
        site.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.app.Urls.First()) };
        return site;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string target, string? token, HttpContent? content = null, string scheme = "JWT")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public ValueTask<InstallationSecrets?> FindAsync(string clientKey, CancellationToken cancellationToken) => StoreIsDown
        ? throw new InvalidOperationException("The database is away.")
        : ValueTask.FromResult(clientKey == TokenForge.ClientKey ? Secrets : null);

    public ValueTask<bool> TryUseAsync(string hash, DateTimeOffset until, CancellationToken cancellationToken) => ValueTask.FromResult(used.Add(hash));

    public ValueTask ForgetAsync(string hash, CancellationToken cancellationToken)
    {
        used.Remove(hash);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static string Who(HttpContext context)
    {
        var caller = context.GetAtlassianPrincipal();
        return $"{caller.InstallationId} {caller.Kind} {caller.AccountId} {caller.Source} {caller.IssueKey}";
    }

    private async Task<IResult> Receive(HttpContext context, LifecycleCalls calls, LifecycleEvent lifecycle)
    {
        var call = await calls.ReadAsync(context, lifecycle, context.RequestAborted);
        Accepted = call as LifecycleCall.Accepted;
        if (Accepted is not null && context.Request.Query.ContainsKey("fail"))
        {
            await calls.ForgetAsync(context, context.RequestAborted);
            return Results.StatusCode(503);
        }

        return Results.StatusCode(call.StatusCode);
    }
}
