using System.Net;
using System.Net.Sockets;
using Hangfire;
using OpenTelemetry.Metrics;

namespace JsmConnector.Platform.Startup;

/// <summary>
/// The address for operators: `/metrics` and Hangfire's dashboard at `/hangfire`. It is a listening address of its own (`App__ManagementUrl`, default
/// http://127.0.0.1:5081, `off` for none), never reachable through the public one, whatever Host header a request brings.
/// </summary>
public static class Management
{
    public const string Setting = "App:ManagementUrl";
    private const string Default = "http://127.0.0.1:5081";

    /// <summary>Null when there is none: switched off, or nobody asked for one and the default port is taken.</summary>
    public static Uri? Address(IConfiguration configuration) => configuration[Setting] switch
    {
        { Length: > 0 } set when set.Equals("off", StringComparison.OrdinalIgnoreCase) => null,
        { Length: > 0 } set => new Uri(set),
        _ => IsFree(new Uri(Default)) ? new Uri(Default) : null,
    };

    public static IServiceCollection AddManagement(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            // By name, not all that the framework offers: instruments that count every buffer and every running request are felt on public pages.
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(Telemetry.Meters.Name)
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>First in the pipeline, so that nothing of the app answers on the operators' address.</summary>
    public static void UseManagement(this WebApplication app, Uri? address)
    {
        if (address is null)
            return;
        app.MapWhen(context => context.Connection.LocalPort == address.Port, operators =>
        {
            operators.Use((context, next) => IsMeant(context, address) ? next(context) : RefuseAsync(context));
            operators.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
            operators.UseHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [], DashboardTitle = "JsmConnector jobs", DisplayStorageConnectionString = false, AppPath = null });
            operators.Run(async context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync("For operators: /metrics and /hangfire.");
            });
        });
    }

    /// <summary>A web page elsewhere may not reach the dashboard through the operator's browser (DNS rebinding): the name must be ours.</summary>
    private static bool IsMeant(HttpContext context, Uri address) =>
        context.Request.Host.Host is var host && (host == address.Host || host == "localhost" || IPAddress.TryParse(host, out _));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsFree(Uri address)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Parse(address.Host), address.Port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
