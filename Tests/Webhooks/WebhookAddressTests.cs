using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Adapters.Webhooks;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Webhooks;

/// <summary>Tests that webhooks never reach addresses inside the gateway's network.</summary>
public sealed class WebhookAddressTests
{
    private static readonly WebhookOptions Options = new()
    {
        Secret = Receiver.Secret,
        AllowedHosts = ["hooks.example.org"],
    };

    [Theory]
    [InlineData("https://hooks.example.org/a?b=c", true)]
    [InlineData("https://HOOKS.example.org:8443/", true)]
    [InlineData("http://hooks.example.org/", false)]
    [InlineData("https://example.org/", false)]
    [InlineData("https://hooks.example.org.evil.net/", false)]
    [InlineData("https://hooks.example.org@evil.net/", false)]
    [InlineData("https://user@hooks.example.org/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("http://localhost:5000/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://hooks.example.org/", false)]
    [InlineData("https://0x7f.\uFFFD", false)]
    [InlineData("/webhook", false)]
    [InlineData("", false)]
    public void Only_https_to_the_configured_hosts_is_accepted(string text, bool isAccepted) =>
        Assert.Equal(isAccepted, WebhookAddress.TryParse(text, Options, out _, out _));

    [Theory]
    [InlineData("https://93.184.215.14/", true)]
    [InlineData("https://example.org/", true)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false)]
    [InlineData("https://[fd00::1]/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f.1/", false)]
    public void Any_public_host_excludes_addresses_of_private_networks(string text, bool isAccepted) =>
        Assert.Equal(isAccepted, WebhookAddress.TryParse(
            text, new WebhookOptions { Secret = Receiver.Secret, AllowAnyPublicHost = true }, out _, out _));

    [Theory]
    [InlineData("http://127.0.0.1:8080/webhook", true)]
    [InlineData("http://localhost:8080/webhook", true)]
    [InlineData("https://[::1]/webhook", true)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("http://example.org/", false)]
    public void Addresses_of_this_machine_are_accepted_if_configured(string text, bool isAccepted) =>
        Assert.Equal(isAccepted, WebhookAddress.TryParse(
            text, new WebhookOptions { Secret = Receiver.Secret, AllowLoopback = true }, out _, out _));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("168.63.129.17", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fd20:ce::254", false)]
    [InlineData("::ffff:168.63.129.16", false)]
    [InlineData("64:ff9b::a83f:8110", false)]
    [InlineData("2002:a83f:8110::", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("::ffff:192.168.1.1", false)]
    public void Addresses_are_public_or_not(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_webhook_address_that_is_not_allowed_refuses_the_request_in_a_sentence()
    {
        await using var app = await GatewayApp.StartAsync(
            null, $"Webhooks:Secret={Receiver.Secret}", "Webhooks:AllowedHosts:0=hooks.example.org");

        using var answer = await app.Client.PostAsJsonAsync(
            "/links", new { links = "stand000001", webhook = "https://example.org/" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "Webhooks:AllowedHosts",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(0, (await app.GetAsync("/status")).GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_allowed_name_that_resolves_to_the_gateways_network_is_not_connected_to()
    {
        // A name of this machine replaces a receiver's; its addresses are checked on connecting.
        await using var receiver = await Receiver.StartAsync();
        await using var app = await GatewayApp.StartAsync(
            null, [.. Receiver.Settings, "Webhooks:AllowLoopback=false", "Webhooks:AllowedHosts:0=localhost"]);
        var address = new UriBuilder(receiver.Address) { Scheme = "https", Host = "localhost" }.Uri;

        using var answer = await app.Client.PostAsJsonAsync("/links", new { links = "stand000001", webhook = address });
        var failed = await Eventually.ValueAsync(
            () => app.GetAsync("/jobs?kind=webhook&state=failed"),
            page => page.GetProperty("items").GetArrayLength() == 1,
            "it is refused");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            "webhook-refused", failed.GetProperty("items")[0].GetProperty("failure").GetProperty("code").GetString());
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public void The_signature_is_the_one_that_the_convention_publishes() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            new WebhookOptions { Secret = Receiver.Secret }.Keys()[0],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            """{"test": 2432232314}"""));

    [Fact]
    public void While_keys_are_exchanged_a_message_has_a_signature_by_each()
    {
        var old = Convert.ToBase64String(new byte[32]);
        var options = new WebhookOptions { Secret = Receiver.Secret, PreviousSecret = old };
        using var request = new HttpRequestMessage();

        WebhookSignature.Sign(request, options.Keys(), "id", DateTimeOffset.UnixEpoch, "{}");

        Assert.Equal(
            [
                WebhookSignature.Of(options.Keys()[0], "id", "0", "{}"),
                WebhookSignature.Of(new byte[32], "id", "0", "{}"),
            ],
            request.Headers.GetValues(WebhookSignature.Signature).Single().Split(' '));
    }

    [Theory]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData(Receiver.Secret, "AAAA")]
    [InlineData(Receiver.Secret, "not base64")]
    public void A_previous_key_alone_or_too_short_is_an_error(string secret, string previous) =>
        Assert.NotEmpty(new WebhookOptions { Secret = secret, PreviousSecret = previous }.Validate(new("options")));
}
