using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Adapters.Webhooks;

/// <summary>
/// Connects to receivers. Resolves names itself and connects to the addresses that it checked, so that a name that
/// resolves differently a moment later reaches nothing inside this network.
/// </summary>
internal sealed class WebhookConnection(IOptions<WebhookOptions> options)
{
    /// <exception cref="WebhookRefusedException">The name has no allowed address.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, IsAllowed);
        if (allowed.Length == 0)
            throw new WebhookRefusedException();

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

    private bool IsAllowed(IPAddress address) =>
        PublicAddress.IsPublic(address) || (options.Value.AllowLoopback && IPAddress.IsLoopback(address));
}

/// <summary>Signals that a name resolves only to addresses that are not public.</summary>
internal sealed class WebhookRefusedException : Exception;
