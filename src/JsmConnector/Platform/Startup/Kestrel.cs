using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace JsmConnector.Platform.Startup;

public static class Kestrel
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Largest body of any route that does not set its own limit, in bytes.</summary>
    private const long LargestBody = 1_000_000;

    public static IReadOnlyList<string> Addresses(IConfiguration configuration) =>
        (configuration["urls"] is { Length: > 0 } urls ? urls : DefaultAddress).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static void UseAppKestrel(this ConfigureWebHostBuilder host, IConfiguration configuration, Uri? management)
    {
        host.UseUrls([.. Addresses(configuration), .. management is null ? [] : new[] { management.GetLeftPart(UriPartial.Authority) }]);
        // One hop of threads less for each read and write. Safe because nothing here blocks a thread: that is a banned symbol.
        // And one system call less: a waiting connection keeps its buffer of 4 KB, ten thousand waiting readers 40 MB.
        host.UseSockets(sockets => (sockets.UnsafePreferInlineScheduling, sockets.WaitForDataBeforeAllocatingBuffer) = (true, false));
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            // Nobody honest dawdles: a connection that is held open costs memory.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        });
    }
}
