using System.Net;

namespace Tests.Gateway;

public sealed class KeysTests
{
    private const string Key = "a key that nobody guesses";

    [Fact]
    public async Task With_configured_keys_every_address_except_health_requires_one()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "Gateway:ApiKeys:0:Name=one", $"Gateway:ApiKeys:0:Key={Key}");

        await (await app.Client.GetAsync("/jobs")).ProblemAsync(HttpStatusCode.Unauthorized);
        await (await SendAsync(app, "X-Api-Key", "a key that somebody guessed"))
            .ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", Key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "Authorization", $"Bearer {Key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Each_key_has_its_own_rate_limit()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "Gateway:ApiKeys:0:Name=one", $"Gateway:ApiKeys:0:Key={Key}", "Gateway:ApiKeys:0:RequestsPerMinute=1",
            "Gateway:ApiKeys:1:Name=two", $"Gateway:ApiKeys:1:Key={Key} either");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", Key)).StatusCode);
        var refused = await SendAsync(app, "X-Api-Key", Key);

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", $"{Key} either")).StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayApp app, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobs");
        request.Headers.TryAddWithoutValidation(header, value);
        return await app.Client.SendAsync(request);
    }
}
