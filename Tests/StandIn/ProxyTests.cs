using System.Net;
using System.Net.Sockets;
using System.Text;
using StandIn;

namespace Tests.StandIn;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("https://www.youtube.com/oembed?url=https://youtu.be/cJ9to6EmElQ&format=json")]
    [InlineData("https://standin.googlevideo.com/videoplayback?id=standabcdef&itag=140&range=0-9")]
    [InlineData("https://i.ytimg.com/vi/cJ9to6EmElQ/hqdefault.jpg")]
    [InlineData("https://www.googleapis.com/youtube/v3/videos?id=cJ9to6EmElQ&part=snippet&key=k")]
    public async Task A_source_reaches_the_stand_in_through_the_proxy_under_YouTubes_names(string address)
    {
        await using var standIn = await StandInHost.StartAsync(options: new() { Ffmpeg = "no-such-program" });
        using var http = Client(standIn);

        using var answer = await http.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, standIn.Requests.Report().Answered);
    }

    [Fact]
    public async Task Many_connections_at_once_are_served()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = Client(standIn);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            http.GetStringAsync($"https://www.youtube.com/oembed?url=https://youtu.be/stand{number:D6}&format=json")));

        Assert.All(answers, (answer, number) => Assert.Contains($"stand{number:D6}", answer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CONNECT example.org:443 HTTP/1.1")]
    [InlineData("CONNECT www.youtube.com.example.org:443 HTTP/1.1")]
    [InlineData("CONNECT notyoutube.com:443 HTTP/1.1")]
    [InlineData("CONNECT www.youtube.com:22 HTTP/1.1")]
    [InlineData("GET http://www.youtube.com/ HTTP/1.1")]
    [InlineData("nonsense")]
    public async Task Anything_else_is_refused(string line)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, standIn.ProxyAddress.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: example.org\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, standIn.Requests.Report().Asked);
    }

    [Fact]
    public async Task The_certificate_can_be_fetched_and_trusted()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        var pem = await http.GetStringAsync("standin/certificate");

        Assert.Equal(standIn.Certificate.ExportCertificatePem(), pem);
    }

    private static HttpClient Client(StandInHost standIn) => new(new SocketsHttpHandler
    {
        Proxy = new WebProxy(standIn.ProxyAddress),
        SslOptions =
        {
            // The names must match and the certificate must be this very one: as one who trusts it would check.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                certificate!.GetCertHashString() == standIn.Certificate.GetCertHashString()
                && !errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch),
        },
    });
}
