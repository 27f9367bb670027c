using System.Net.Http.Headers;
using System.Text;

namespace Bench.Loads;

/// <summary>Posts links to a gateway and classifies the reply.</summary>
internal sealed class LinksSender : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        // Tracing this side would be paid by the machine that is measured.
        ActivityHeadersPropagator = null,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
    });

    private readonly Func<Uri> address;
    private readonly string path;
    private readonly TimeSpan waitLimit;
    private readonly string? prefer;

    /// <param name="address">The gateway, which may move when it is started again.</param>
    /// <param name="path">As <c>/links</c>.</param>
    /// <param name="waitLimit">After this the client gives up.</param>
    /// <param name="prefer">The header of that name.</param>
    public LinksSender(Func<Uri> address, string path, TimeSpan waitLimit, string? prefer = null) =>
        (this.address, this.path, this.waitLimit, this.prefer) = (address, path, waitLimit, prefer);

    public Task<Reply> SendAsync(string id) => SendAsync(id, Stream.Null);

    /// <param name="id">The video.</param>
    /// <param name="answer">Gets the body of the answer.</param>
    public Task<Reply> SendAsync(string id, Stream answer) =>
        SendAsync(Encoding.UTF8.GetBytes($$"""{"links":"https://www.youtube.com/watch?v={{id}}"}"""), answer);

    public Task<Reply> SendAsync(IEnumerable<string> ids)
    {
        var links = string.Join(',', ids.Select(id => $"\"https://www.youtube.com/watch?v={id}\""));
        return SendAsync(Encoding.UTF8.GetBytes($$"""{"links":[{{links}}]}"""), Stream.Null);
    }

    public void Dispose() => client.Dispose();

    private async Task<Reply> SendAsync(byte[] body, Stream answer)
    {
        using var limit = new CancellationTokenSource(waitLimit);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address(), path));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        if (prefer is not null)
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        try
        {
            using var response = await client.SendAsync(request, limit.Token);
            await response.Content.CopyToAsync(answer, limit.Token);
            return new Reply((int)response.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return new Reply(Reply.TimedOut);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Reply(Reply.BrokeOff);
        }
    }
}
