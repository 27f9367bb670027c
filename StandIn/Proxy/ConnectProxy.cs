using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace StandIn.Proxy;

/// <summary>
/// An HTTP proxy for sources that speak only HTTPS to fixed hosts. It reads <c>CONNECT host:443</c>, agrees, and
/// continues the same connection as TLS into the stand-in itself: nothing outside is ever contacted.
/// </summary>
internal static class ConnectProxy
{
    private const int MaxHead = 8 * 1024;

    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Agreed = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    public static void UseConnectProxy(this ListenOptions listen)
    {
        // HTTP/1.1 only: a reset of the connection must end one request, not all that share it.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection => ConnectAsync(connection, next));
        listen.UseHttps(listen.ApplicationServices.GetRequiredService<X509Certificate2>());
    }

    private static async Task ConnectAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        timeout.CancelAfter(HeadTimeout);
        string? head;
        try
        {
            head = await ReadHeadAsync(connection, timeout.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return;
        }

        if (head is null)
            return;
        if (YouTubeHosts.InConnect(head))
        {
            await connection.Transport.Output.WriteAsync(Agreed, connection.ConnectionClosed);
            await next(connection);
            return;
        }

        await connection.Transport.Output.WriteAsync(Refusal(head), connection.ConnectionClosed);
    }

    /// <returns>Null when the connection ended, or its head does not.</returns>
    private static async Task<string?> ReadHeadAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var reader = new SequenceReader<byte>(result.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> head, EndOfHead))
            {
                var text = Encoding.ASCII.GetString(head);
                input.AdvanceTo(reader.Position);
                return text;
            }

            if (result.IsCompleted || result.Buffer.Length > MaxHead)
            {
                input.AdvanceTo(result.Buffer.End);
                return null;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static byte[] Refusal(string head)
    {
        var body = $"The stand-in's proxy only connects to YouTube's hosts by CONNECT, and was asked for: {head.Split('\r', 2)[0]}\n";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.ASCII.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
    }
}
