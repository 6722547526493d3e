using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace JsmConnector.Platform.Http;

/// <summary>
/// Opens the connections of every outgoing client. The name is resolved here and the checked address is the one that is dialled, so that a
/// second answer of the name server cannot lead inside (DNS rebinding).
/// </summary>
public sealed class OutboundGuard(IOptions<OutboundOptions> options)
{
    /// <exception cref="HttpRequestException">The host resolves to nothing, or to private addresses only.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = options.Value.AllowLoopback ? addresses : [.. addresses.Where(OutboundAddresses.IsPublic)];
        if (allowed.Length == 0)
            throw new HttpRequestException($"Refused to call {context.DnsEndPoint.Host}: it has no public address. Set Outbound__AllowLoopback only for tests.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
