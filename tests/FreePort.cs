using System.Net;
using System.Net.Sockets;

namespace JsmConnector;

/// <summary>
/// For apps in processes of their own, which listen seconds after they were told where, and which come back there after a death. It lies below the ports that the
/// machine gives to whoever asks for any, so that nobody gets it meanwhile.
/// </summary>
internal static class FreePort
{
    public static int Take()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(15_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
