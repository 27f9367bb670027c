using System.Net;
using System.Net.Sockets;

namespace Adapters.Webhooks;

/// <summary>
/// Tells public addresses from special-purpose ones (IANA's registries of special-purpose addresses, RFC 6890). Pure.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Azure's own services answer every machine there, under an address that is public by its number:
            // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16. The metadata of other
            // clouds is at link-local, shared, or unique local addresses.
            "168.63.129.16/32",

            // Of IPv6, only 2000::/3 is allocated; within it these are for documentation, benchmarks, and tunnels to
            // IPv4.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Allocated = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        return (address.AddressFamily == AddressFamily.InterNetwork || Allocated.Contains(address))
            && !Array.Exists(NotPublic, network => network.Contains(address));
    }
}
