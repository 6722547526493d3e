using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>The server of install keys, with an id for every way in which it can fail.</summary>
public sealed class KeyServer : IAsyncDisposable
{
    public const string GoodKey = "good";

    private readonly WebApplication _app;
    private readonly RSA _short = RSA.Create(1024);

    private KeyServer(WebApplication app) => _app = app;

    public RSA Key { get; } = RSA.Create(2048);
    public string Url => _app.Urls.First();

    public static async Task<KeyServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var server = new KeyServer(builder.Build());
        server._app.MapGet("/{kid}", server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    private async Task<IResult> AnswerAsync(string kid, CancellationToken left)
    {
        switch (kid)
        {
            case GoodKey: return Results.Text(Key.ExportSubjectPublicKeyInfoPem());
            case "short": return Results.Text(_short.ExportSubjectPublicKeyInfoPem());
            case "words": return Results.Text("<html>Welcome</html>");
            case "huge": return Results.Text(new string('x', 2_000_000));
            case "broken": return Results.StatusCode(500);
            case "elsewhere": return Results.Redirect($"/{GoodKey}");
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(30), left).ContinueWith(_ => { }, TaskScheduler.Default);
                return Results.Text(Key.ExportSubjectPublicKeyInfoPem());
            default: return Results.NotFound();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
        _short.Dispose();
    }
}
