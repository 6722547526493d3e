using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Tests.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

/// <summary>A small app behind both doors, on a real listener, with Forge played by <see cref="FakeForge"/>.</summary>
internal sealed class ForgeSite : IAsyncDisposable, IForgeInstallations, IInstallationSecrets
{
    public static readonly Guid Installation = Guid.Parse("0199c0de-0000-7000-8000-00000000000f");
    private readonly WebApplication _app;

    private ForgeSite(FakeForge forge, bool isOn)
    {
        Forge = forge;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAtlassianConnect();
        builder.Services.Configure<AtlassianConnectOptions>(options => options.BaseUrls = ["https://app.example.com"]);
        builder.Services.Configure<ForgeOptions>(options =>
            (options.ForgeAppId, options.ForgeEnvironment, options.ForgeJwksUrl) = (isOn ? FakeForge.AppId : null, "production", forge.JwksUrl));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IForgeInstallations>(this);
        builder.Services.AddSingleton<IInstallationSecrets>(this);
        builder.Services.AddSingleton(new SessionTokenKeys([new byte[32]]));
        _app = builder.Build();
        _app.MapPost("/forge/events", Who).RequireForgeToken("ep-events");
        _app.MapGet("/panel", Who).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("incident-panel");
        _app.MapPost("/webhooks", Who).RequireConnectToken(ConnectTokenKind.Computed);
    }

    public FakeTimeProvider Clock { get; } = new(TokenForge.Now);
    public FakeForge Forge { get; }
    public HttpClient Client { get; private set; } = null!;
    public string? SystemToken { get; private set; }
    public TokenRefusal? Refusal { get; set; }
    public bool StoreIsDown { get; set; }
    public int Admitted { get; private set; }

    public static async Task<ForgeSite> StartAsync(FakeForge forge, bool isOn = true)
    {
        var site = new ForgeSite(forge, isOn);
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        site.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site._app.Urls.First()) };
        return site;
    }

    public JsonObject Claims(string module = "ep-events") => FakeForge.Claims(Clock.GetUtcNow(), module);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string scheme = "Bearer", string? systemToken = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
        if (systemToken is not null)
            request.Headers.Add("x-forge-oauth-system", systemToken);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> EventAsync(string? token, string? systemToken = null) => SendAsync(HttpMethod.Post, "/forge/events", token, systemToken: systemToken);

    public ValueTask<ForgeAdmission> AdmitAsync(ForgeInvocation invocation, string? systemToken, CancellationToken cancellationToken)
    {
        if (StoreIsDown)
            throw new InvalidOperationException("The database is away.");
        (SystemToken, Admitted) = (systemToken, Admitted + 1);
        return ValueTask.FromResult<ForgeAdmission>(Refusal is { } reason ? new ForgeAdmission.Refused(reason) : new ForgeAdmission.Admitted(Installation));
    }

    public ValueTask<InstallationSecrets?> FindAsync(string clientKey, CancellationToken cancellationToken) => ValueTask.FromResult<InstallationSecrets?>(
        new() { InstallationId = ConnectSite.InstallationId, State = ConnectInstallationState.Enabled, Current = TokenForge.Secret });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static string Who(HttpContext context)
    {
        var caller = context.GetAtlassianPrincipal();
        return $"{caller.InstallationId} {caller.Kind} {caller.AccountId} {caller.Source} {caller.ModuleKey} {caller.IssueKey}".TrimEnd();
    }
}
