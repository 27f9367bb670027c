using System.ComponentModel.DataAnnotations;

namespace ServiceDefaults.Connections;

/// <summary>Options of the section <c>Server</c>, the connections that a host keeps.</summary>
public sealed record ServerOptions
{
    public const string Section = "Server";

    /// <summary>A browser opens a handful; more than this is an attack or a mistake.</summary>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>
    /// Maximum number of connections of one address, or of one /64 network of IPv6, which is what one client has. A
    /// proxy is one address: raise it for more live pages behind one. Addresses of this machine have no such limit.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; init; } = 2_000;

    /// <summary>Maximum time for the headers of a request, from its first byte.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
