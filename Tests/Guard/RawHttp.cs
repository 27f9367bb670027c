using System.Net.Sockets;
using System.Text;

namespace Tests.Guard;

/// <summary>Sends a request byte by byte as written, because clients repeat no header and choose the host.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <returns>The status, and the head of the answer.</returns>
    public static async Task<(int Status, string Head)> SendAsync(Uri address, string request)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var client = await ConnectAsync(address, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        var head = await ReadHeadAsync(stream, limit.Token);
        return (head.Length > 12 ? int.Parse(head.AsSpan(9, 3)) : 0, head);
    }

    /// <summary>Writes a request with these lines after its first, and a body of text.</summary>
    public static string Request(string method, string path, string body, params string[] headers) => string.Join(
        "\r\n",
        [
            $"{method} {path} HTTP/1.1", .. headers, "Connection: close", "Content-Type: text/plain",
            $"Content-Length: {body.Length}", "", body,
        ]);

    public static async Task<TcpClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return client;
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        return head.ToString();
    }
}
