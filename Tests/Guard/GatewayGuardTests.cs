using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Extraction.Videos;
using Jobs.DeadLetters;
using Microsoft.Extensions.DependencyInjection;
using Tests.Gateway;

namespace Tests.Guard;

/// <summary>Tests that a page of another site reaches nothing, however it makes its request.</summary>
public sealed class GatewayGuardTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private static readonly string[] SecurityHeaders =
    [
        "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy", "Permissions-Policy",
    ];

    private Uri Address => shared.App.Client.BaseAddress!;

    private string Authority => Address.Authority;

    [Theory]
    [InlineData("evil.test")]
    [InlineData("evil.test:{port}")]
    [InlineData("127.0.0.1.evil.test:{port}")]
    [InlineData("localhost.evil.test")]
    [InlineData("localhost.")]
    [InlineData("evillocalhost")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    public async Task A_request_for_an_unknown_host_is_refused(string host)
    {
        foreach (var (method, path) in new[]
        {
            ("GET", "/jobs"), ("POST", "/links"), ("DELETE", "/videos/stand000001"), ("POST", "/jobs/retry"),
            ("GET", "/"), ("GET", "/health"), ("GET", "/nowhere"),
        })
        {
            var (status, head) = await SendAsync(method, path, $"Host: {Named(host)}");

            Assert.Equal((421, path), (status, path));
            Assert.All(SecurityHeaders, name => Assert.Contains($"{name}: ", head, StringComparison.Ordinal));
        }

        Assert.Equal(0, await TotalAsync());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:{port}")]
    [InlineData("links.localhost:{port}")]
    [InlineData("127.0.0.1:{port}")]
    [InlineData("127.0.0.5")]
    [InlineData("10.1.2.3:8080")]
    [InlineData("[::1]:{port}")]
    [InlineData("[fd00::1]")]
    public async Task Names_of_this_machine_and_addresses_are_answered(string host) =>
        Assert.Equal(200, (await SendAsync("GET", "/status", $"Host: {Named(host)}")).Status);

    [Fact]
    public async Task Only_configured_names_are_answered_apart_from_those_of_this_machine()
    {
        await using var app = await GatewayApp.StartAsync(
            null, "AllowedHosts=links.test; *.corp.test;https://app.example:8443");

        foreach (var (host, expected) in new[]
        {
            ("links.test", 200), ("LINKS.test:8080", 200), ("a.corp.test", 200), ("app.example", 200),
            ("corp.test", 421), ("links.test.evil.test", 421), ("localhost", 200),
        })
        {
            var answer = await RawHttp.SendAsync(
                app.Client.BaseAddress!, RawHttp.Request("GET", "/status", "", $"Host: {host}"));
            Assert.Equal((expected, host), (answer.Status, host));
        }
    }

    [Theory]
    [InlineData("Origin: http://evil.test")]
    [InlineData("Origin: null")]
    [InlineData("Origin:")]
    [InlineData("Origin: http://127.0.0.1:1")]
    [InlineData("Origin: https://{authority}")]
    [InlineData("Origin: http://{authority}.evil.test")]
    [InlineData("Origin: http://{authority}, http://evil.test")]
    [InlineData("Origin: http://{authority}\r\nOrigin: http://{authority}")]
    [InlineData("Origin: http://{authority}\r\nOrigin: http://evil.test")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Site: same-origin, cross-site")]
    [InlineData("Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.test")]
    public async Task A_change_that_the_page_of_another_site_sends_is_refused(string headers)
    {
        foreach (var (method, path) in new[]
        {
            ("POST", "/links"), ("POST", "/jobs/retry"), ("POST", "/files?name=a.csv"), ("POST", "/session"),
            ("PUT", "/pauses/everything"), ("DELETE", "/videos/stand000001"), ("POST", "/dead-letters/replay"),
            ("OPTIONS", "/links"), ("POST", "/backups"),
        })
        {
            var (status, head) = await SendAsync(method, path, $"Host: {Authority}", Named(headers));

            Assert.Equal((403, path), (status, path));
            Assert.All(SecurityHeaders, name => Assert.Contains($"{name}: ", head, StringComparison.Ordinal));
        }

        Assert.Equal(0, await TotalAsync());
    }

    [Theory]
    [InlineData("GET", "Origin: http://evil.test", 403)]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image", 403)]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object", 403)]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", 200)]
    [InlineData("GET", "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate", 200)]
    [InlineData("GET", "Sec-Fetch-Site: same-origin\r\nOrigin: http://{authority}", 200)]
    [InlineData("GET", "Accept: */*", 200)]
    public async Task Another_site_may_link_to_the_page_and_embed_nothing_of_it(
        string method, string headers, int expected) =>
        Assert.Equal(expected, (await SendAsync(method, "/", $"Host: {Authority}", Named(headers))).Status);

    [Fact]
    public async Task The_own_page_and_programs_may_change_state()
    {
        foreach (var headers in new[]
        {
            $"Origin: http://{Authority}", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Accept: */*",
        })
            Assert.Equal(200, (await SendAsync("POST", "/jobs/retry", $"Host: {Authority}", headers)).Status);
        Assert.Equal(200, (await SendAsync(
            "POST", "/jobs/retry", "Host: links.localhost", "Origin: http://links.localhost")).Status);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers_also_those_of_failures()
    {
        await using var app = await GatewayApp.StartWithAsync(services =>
        {
            services.AddSingleton(DispatchProxy.Create<IVideoStore, Broken>());
            services.AddSingleton(DispatchProxy.Create<IDeadLetterStore, Unavailable>());
        });
        var large = new StringContent(new string('x', 1024 * 1024 + 1), Encoding.UTF8, "text/plain");
        var answers = new (HttpMethod Method, string Path, HttpContent? Body, int Status)[]
        {
            (HttpMethod.Get, "/", null, 200), (HttpMethod.Get, "/js/api.js", null, 200),
            (HttpMethod.Get, "/health", null, 200), (HttpMethod.Get, "/events", null, 200),
            (HttpMethod.Get, "/nowhere", null, 404), (HttpMethod.Delete, "/links", null, 405),
            (HttpMethod.Get, "/jobs?limit=many", null, 400), (HttpMethod.Post, "/links", large, 413),
            (HttpMethod.Get, "/videos", null, 500), (HttpMethod.Get, "/dead-letters", null, 503),
            (HttpMethod.Get, "/openapi/v1.json", null, 200),
        };
        foreach (var (method, path, body, status) in answers)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            using var answer = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal((status, path), ((int)answer.StatusCode, path));
            Assert.All(
                SecurityHeaders, name => Assert.True(answer.Headers.Contains(name), $"{path} {status}: no {name}"));
        }
    }

    [Fact]
    public async Task A_form_with_a_boundary_of_thousands_of_characters_is_a_problem_of_the_caller()
    {
        using var content = new ByteArrayContent("--x\r\n"u8.ToArray());
        content.Headers.TryAddWithoutValidation(
            "Content-Type", $"multipart/form-data; boundary={new string('x', 5_000)}");

        await (await shared.App.Client.PostAsync("/files", content)).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-7")]
    [InlineData("text/plain; charset=nonsense")]
    [InlineData("text/plain; charset=iso-2022-kr")]
    public async Task A_field_of_a_form_in_an_unknown_encoding_is_a_problem_of_the_caller(string contentType)
    {
        using var form = new MultipartFormDataContent("limit");
        var field = new ByteArrayContent("csv"u8.ToArray());
        field.Headers.TryAddWithoutValidation("Content-Type", contentType);
        form.Add(field, "kind");
        var file = new ByteArrayContent("link\nstand000001\n"u8.ToArray());
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        form.Add(file, "file", "a.csv");

        var answer = await shared.App.Client.PostAsync("/files/preview", form);

        Assert.Contains(
            "UTF-8", (await answer.ProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-7", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_in_UTF7_is_a_problem_of_the_caller(string contentType, HttpStatusCode expected)
    {
        foreach (var path in new[] { "/links", "/links?transport=http" })
        {
            using var content = new ByteArrayContent("{\"ids\":[]}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            await (await shared.App.Client.PostAsync(path, content)).ProblemAsync(expected);
        }
    }

    [Fact]
    public async Task A_replay_in_UTF7_is_a_problem_of_the_caller()
    {
        using var content = new ByteArrayContent("{\"ids\":[]}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-7");

        using var answer = await shared.App.Client.PostAsync("/dead-letters/replay", content);

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private string Named(string text) => text
        .Replace("{port}", $"{Address.Port}", StringComparison.Ordinal)
        .Replace("{authority}", Authority, StringComparison.Ordinal);

    private Task<(int Status, string Head)> SendAsync(string method, string path, params string[] headers) =>
        RawHttp.SendAsync(Address, RawHttp.Request(method, path, method is "GET" ? "" : "stand000001", headers));

    private async Task<int> TotalAsync() =>
        (await shared.App.GetAsync("/status")).GetProperty("counts").GetProperty("total").GetInt32();

    /// <summary>A store with a bug.</summary>
    public class Broken : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new InvalidOperationException("A bug.");
    }

    /// <summary>A store that is away.</summary>
    public class Unavailable : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new global::Jobs.Stores.StoreUnavailableException("The store is away: try again.");
    }
}
