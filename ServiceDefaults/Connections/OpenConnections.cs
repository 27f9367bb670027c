using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Connections;

/// <summary>
/// Counts connections, in all and by address. At a limit, a new connection takes the place of one without a request in
/// flight: the longest idle one of the address with the most connections. So a client that sends half of a request on
/// each of its connections keeps nobody out.
/// </summary>
internal sealed class OpenConnections(IOptions<ServerOptions> options)
{
    /// <summary>
    /// Connections that only this machine may use: its operator and its probes get in under any load.
    /// </summary>
    private const int MaxReserve = 64;

    private readonly ServerOptions limits = options.Value;
    private readonly int reserve = Math.Min(MaxReserve, options.Value.MaxConnections / 10);
    private readonly Lock sync = new();
    private readonly Dictionary<IPAddress, HashSet<OpenConnection>> byAddress = [];
    private int count;

    /// <summary>Runs a connection until it ends, or closes it at once if every other one is in use.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var open = new OpenConnection(connection, ClientAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address));
        if (!TryAdd(open))
        {
            connection.Abort(new ConnectionAbortedException("The limit of connections is reached."));
            return;
        }

        try
        {
            connection.Features.Set(open);
            await next(connection);
        }
        finally
        {
            lock (sync)
                Remove(open);
        }
    }

    internal bool TryAdd(OpenConnection open)
    {
        lock (sync)
        {
            var isLocal = IPAddress.IsLoopback(open.Address);
            if (!isLocal && byAddress.TryGetValue(open.Address, out var own)
                && own.Count >= limits.MaxConnectionsPerAddress && !TryCloseOne(own))
            {
                return false;
            }

            if (count >= limits.MaxConnections - (isLocal ? 0 : reserve) && !TryCloseAny())
                return false;

            if (!byAddress.TryGetValue(open.Address, out var all))
                byAddress[open.Address] = all = [];
            all.Add(open);
            count++;
            return true;
        }
    }

    private bool TryCloseAny() =>
        byAddress.Values.OrderByDescending(connections => connections.Count).Any(TryCloseOne);

    private bool TryCloseOne(HashSet<OpenConnection> connections)
    {
        if (connections.Where(open => open.IsIdle).MinBy(open => open.IdleSince) is not { } longest)
            return false;
        Remove(longest);
        longest.Close();
        return true;
    }

    private void Remove(OpenConnection open)
    {
        if (!byAddress.TryGetValue(open.Address, out var all) || !all.Remove(open))
            return;
        count--;
        if (all.Count == 0)
            byAddress.Remove(open.Address);
    }
}
