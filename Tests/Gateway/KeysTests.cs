using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Api.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tests.Support;

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

    [Fact]
    public async Task A_key_can_be_configured_as_its_digest()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "Gateway:ApiKeys:0:Name=one",
            $"Gateway:ApiKeys:0:KeyHash={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", Key)).StatusCode);
        await (await app.Client.GetAsync("/jobs")).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_allow()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "Gateway:ApiKeys:0:Name=sender", $"Gateway:ApiKeys:0:Key={Key}", "Gateway:ApiKeys:0:Scopes:0=submit",
            "Gateway:ApiKeys:1:Name=reader", $"Gateway:ApiKeys:1:Key={Key} 2", "Gateway:ApiKeys:1:Scopes:0=Read",
            "Gateway:ApiKeys:2:Name=all", $"Gateway:ApiKeys:2:Key={Key} 3");

        foreach (var (method, path, expected) in new (HttpMethod, string, int[])[]
        {
            (HttpMethod.Post, "/links", [202, 403, 202]),
            (HttpMethod.Get, "/jobs", [403, 200, 200]),
            (HttpMethod.Post, "/jobs/retry", [403, 403, 200]),
            (HttpMethod.Delete, "/videos/stand000001", [403, 403, 404]),
            (HttpMethod.Get, "/backups", [403, 403, 200]),
            (HttpMethod.Put, "/pauses/kinds/rows", [403, 403, 200]),
        })
        {
            string[] keys = [Key, $"{Key} 2", $"{Key} 3"];
            for (var i = 0; i < keys.Length; i++)
            {
                using var request = new HttpRequestMessage(method, path);
                if (path == "/links")
                    request.Content = new StringContent("stand000009");
                request.Headers.Add("X-Api-Key", keys[i]);
                using var answer = await app.Client.SendAsync(request);
                Assert.True(
                    expected[i] == (int)answer.StatusCode
                        || (expected[i] == 200 && answer.IsSuccessStatusCode),
                    $"{method} {path} with key {i}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Wrong_keys_are_throttled_by_address_and_logged_without_their_value()
    {
        var log = new Lines();
        await using var app = await GatewayApp.StartWithAsync(
            services => services.AddSingleton<ILoggerProvider>(log), null,
            "Gateway:ApiKeys:0:Name=known", $"Gateway:ApiKeys:0:Key={Key}",
            "Gateway:ApiKeys:1:Name=unknown", $"Gateway:ApiKeys:1:Key={Key} too");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", Key)).StatusCode);

        for (var i = 0; i < 10; i++)
            await (await SendAsync(app, "X-Api-Key", $"guess number {i} of many"))
                .ProblemAsync(HttpStatusCode.Unauthorized);
        var refused = await SendAsync(app, "X-Api-Key", "guess number 11 of many");

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);

        // Not even the right key helps a guesser, while a client that was there before goes on.
        await (await SendAsync(app, "X-Api-Key", $"{Key} too")).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "X-Api-Key", Key)).StatusCode);
        Assert.Contains(log.All, line => line.Contains("Wrong key from 127.0.0.1: 10 of 10", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains("guess", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_may_try_again_after_a_minute()
    {
        var clock = new ManualClock();
        var attempts = new FailedAttempts(clock);
        for (var i = 0; i < FailedAttempts.Limit; i++)
            attempts.Fail(IPAddress.Loopback);

        Assert.Equal(TimeSpan.FromMinutes(1), attempts.WaitOf(IPAddress.Loopback, client: null));
        Assert.Null(attempts.WaitOf(IPAddress.Parse("10.0.0.1"), client: null));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(attempts.WaitOf(IPAddress.Loopback, client: null));
        Assert.Equal(1, attempts.Fail(IPAddress.Loopback));
    }

    [Fact]
    public async Task A_session_is_opaque_and_ends_with_a_sign_out()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "Gateway:ApiKeys:0:Name=page", $"Gateway:ApiKeys:0:Key={Key}");
        using var begun = await SendAsync(app, "X-Api-Key", Key, HttpMethod.Post, "/session");
        var cookie = begun.Headers.GetValues("Set-Cookie").Single();
        var pair = cookie.Split(';')[0];

        Assert.StartsWith("links-session=", pair, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Key), cookie, StringComparison.Ordinal);
        foreach (var flag in new[] { "httponly", "samesite=strict", "path=/", "max-age=43200" })
            Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "Cookie", pair)).StatusCode);
        await (await SendAsync(app, "Cookie", $"{pair}0")).ProblemAsync(HttpStatusCode.Unauthorized);

        using var ended = await SendAsync(app, "Cookie", pair, HttpMethod.Delete, "/session");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await (await SendAsync(app, "Cookie", pair)).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Key=short", "has a Key of fewer than 16 characters.")]
    [InlineData("KeyHash=abc", "has a KeyHash that is no SHA-256 in 64 digits.")]
    public void An_invalid_key_is_named(string setting, string reason)
    {
        var pair = setting.Split('=');
        var key = pair[0] == "Key"
            ? new ApiKey { Name = "one", Key = pair[1] }
            : new() { Name = "one", KeyHash = pair[1] };

        Assert.Equal(reason, key.InvalidReason());
    }

    private static async Task<HttpResponseMessage> SendAsync(
        GatewayApp app, string header, string value, HttpMethod? method = null, string path = "/jobs")
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = app.Client.BaseAddress,
        };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        var response = await client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    /// <summary>Collects the lines of the log.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> all = new();

        public IReadOnlyCollection<string> All => all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => all.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
