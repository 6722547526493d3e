using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations;

/// <summary>Says at the start, and at `/`, that no site is installed yet and how to get one. Tells strangers nothing about the sites there are.</summary>
public sealed partial class Welcome(IServiceScopeFactory scopes, IOptions<AppOptions> app, ILogger<Welcome> logger) : IHostedService
{
    private const string Text = """
        JsmConnector runs. It has no pages of its own here: screens appear inside Jira, status pages under /status/your-site.

        To connect a site: the app descriptor is at /atlassian-connect.json.
        To try it without a site: dotnet run --project src/JsmConnector.Sandbox
        """;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => Results.Text(Text)).AllowAnonymous().ExcludeFromDescription();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AnyAsync(cancellationToken))
            LogNobody(logger, app.Value.BaseUrl);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "No site is installed yet. The descriptor is at {BaseUrl}/atlassian-connect.json; a local stand-in site installs itself with: dotnet run --project src/JsmConnector.Sandbox")]
    private static partial void LogNobody(ILogger logger, string baseUrl);
}
