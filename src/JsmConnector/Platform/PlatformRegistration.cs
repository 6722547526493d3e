using System.Net;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using JsmConnector.Platform.Startup;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace JsmConnector.Platform;

public static class PlatformRegistration
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration, Ground ground)
    {
        services.AddOptions<AppOptions>().Bind(configuration.GetSection(AppOptions.Section));
        services.AddSingleton(ground);
        if (ground.Embedded is not null)
            services.AddHostedService<StopEmbeddedDatabase>();
        services.AddSingleton<MigrateDatabase>();
        services.AddSingleton<OpenDatabase>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenDatabase>());
        services.AddSingleton(provider =>
        {
            var app = provider.GetRequiredService<IOptions<AppOptions>>().Value;
            return new SecretBox([app.EncryptionKey, .. app.PreviousEncryptionKeys]);
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AppOptions>>(TrustProxies);
        return services;
    }

    public static WebApplication UsePlatform(this WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    /// <summary>TLS usually ends at a proxy: its word about scheme, host and prefix counts, nobody else's.</summary>
    private static void TrustProxies(ForwardedHeadersOptions options, IOptions<AppOptions> app)
    {
        options.ForwardedHeaders = ForwardedHeaders.All;
        foreach (var proxy in app.Value.TrustedProxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
                options.KnownIPNetworks.Add(network);
            else
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }

    private sealed class StopEmbeddedDatabase(Ground ground) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        // Registered first, so stopped last.
        public async Task StopAsync(CancellationToken cancellationToken) => await ground.Embedded!.DisposeAsync();
    }
}
