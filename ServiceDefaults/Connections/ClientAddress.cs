using System.Net;
using System.Net.Sockets;

namespace ServiceDefaults.Connections;

/// <summary>Finds out which addresses are one client.</summary>
public static class ClientAddress
{
    /// <returns>The address of IPv4, or the /64 network of IPv6, of which one client has every address.</returns>
    /// <param name="remote">Address of the sender; a socket of this machine has none.</param>
    public static IPAddress Of(IPAddress? remote)
    {
        if (remote is null)
            return IPAddress.Loopback;
        if (remote.IsIPv4MappedToIPv6)
            return remote.MapToIPv4();
        if (remote.AddressFamily is not AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(remote))
            return remote;

        var bytes = remote.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
