using System.Net;
using Adapters.YouTubeSources.Downloads;

namespace Tests.Downloads;

public sealed class MediaHostHandlerTests
{
    [Theory]
    [InlineData("https://rr3---sn-4g5ednsd.googlevideo.com/videoplayback?id=1")]
    [InlineData("https://i.ytimg.com/vi/x/hq720.jpg")]
    [InlineData("https://www.youtube.com/api/timedtext")]
    public async Task Hosts_that_serve_media_are_allowed(string url)
    {
        var answer = await SendAsync(url, _ => new HttpResponseMessage(HttpStatusCode.OK));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://example.com/videoplayback")]
    [InlineData("https://googlevideo.com.example.com/videoplayback")]
    [InlineData("https://evilgooglevideo.com/videoplayback")]
    [InlineData("http://rr3.googlevideo.com/videoplayback")]
    [InlineData("https://rr3.googlevideo.com:8443/videoplayback")]
    [InlineData("https://127.0.0.1/videoplayback")]
    public async Task Other_hosts_are_refused(string url)
    {
        await Assert.ThrowsAsync<HttpRequestException>(
            () => SendAsync(url, _ => new HttpResponseMessage(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(
            "https://rr3.googlevideo.com/videoplayback",
            _ => RedirectTo("https://example.com/")));
    }

    [Fact]
    public async Task Redirects_have_a_limit()
    {
        var asked = 0;

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("https://rr3.googlevideo.com/videoplayback", _ =>
        {
            asked++;
            return RedirectTo("https://rr4.googlevideo.com/");
        }));

        Assert.Equal(6, asked);
    }

    private static HttpResponseMessage RedirectTo(string url) =>
        new(HttpStatusCode.Found) { Headers = { Location = new Uri(url) } };

    private static async Task<HttpResponseMessage> SendAsync(
        string url, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var client = new HttpMessageInvoker(new MediaHostHandler(null) { InnerHandler = new Answering(answer) });
        return await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), CancellationToken.None);
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
