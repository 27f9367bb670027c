using System.Net.Sockets;
using System.Text;

namespace Tests.Gateway;

/// <summary>
/// A client that sends its body before it reads loses the answer if the server closes the connection on unread bytes.
/// </summary>
public sealed class LargeBodyTests(SharedGateway gateway) : IClassFixture<SharedGateway>
{
    private const int Limit = 1024 * 1024;

    [Theory]
    [InlineData("/links", "text/plain", false)]
    [InlineData("/links", "text/plain", true)]
    [InlineData("/links", "application/json", false)]
    [InlineData("/links", "application/json", true)]
    [InlineData("/jobs/retry", "application/json", false)]
    [InlineData("/nowhere", "application/json", false)]
    public async Task A_client_that_sends_everything_first_gets_the_refusal(string path, string type, bool isChunked)
    {
        var answer = await SendAsync(path, type, isChunked, 4 * Limit);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("send at most 1 MiB", answer, StringComparison.Ordinal);
    }

    /// <summary>Sends all bytes, waits until a reset would have arrived, and only then reads the answer.</summary>
    private async Task<string> SendAsync(string path, string type, bool isChunked, int length)
    {
        var address = gateway.App.Client.BaseAddress!;
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        var stream = connection.GetStream();
        var size = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {type}\r\n{size}\r\n"
            + "Connection: close\r\n\r\n"));
        var part = Enumerable.Repeat((byte)'x', 64 * 1024).ToArray();
        for (var sent = 0; sent < length; sent += part.Length)
        {
            if (isChunked)
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"));
            await stream.WriteAsync(part);
            if (isChunked)
                await stream.WriteAsync("\r\n"u8.ToArray());
        }

        if (isChunked)
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(limit.Token);
    }
}
