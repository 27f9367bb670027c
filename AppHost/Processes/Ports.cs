using System.Net;
using System.Net.Sockets;

namespace AppHost.Processes;

/// <summary>Selects ports of this machine.</summary>
internal static class Ports
{
    /// <summary>Returns different free ports, which a process keeps when it is started again.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => Listen(IPAddress.Loopback, 0)).ToArray();
        var ports = Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }

    public static bool IsInUse(int port)
    {
        IPAddress[] addresses = Socket.OSSupportsIPv6
            ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : [IPAddress.Loopback];
        try
        {
            Array.ForEach(addresses, address => Listen(address, port).Dispose());
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;
        }
    }

    private static TcpListener Listen(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        listener.Start();
        return listener;
    }
}
