using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Tests.Gateway;

public sealed class BadLinksTests(SharedGateway gateway) : IClassFixture<SharedGateway>
{
    private GatewayApp App => gateway.App;

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("{\"links\":[]}", "no link")]
    [InlineData("{}", "no \"links\"")]
    [InlineData("null", "not a JSON object")]
    [InlineData("{\"links\":3}", "neither a string nor a list of strings")]
    [InlineData("{\"links\":null}", "neither a string nor a list of strings")]
    [InlineData("{\"links\":[\"stand000001\",7]}", "Number 2 of \"links\"")]
    [InlineData("{\"links\":[\"stand000001\",", "line 1, byte 24")]
    [InlineData("{\"links\":\"stand000001\",\"color\":\"red\"}", "\"color\"")]
    [InlineData("{\"links\":\"stand000001\",\"media\":{}}", "unknown member \"media\"")]
    [InlineData("{\"Links\":\"stand000001\"}", "unknown member \"Links\"")]
    [InlineData("{\"links\":\"stand000001\",\"links\":\"stand000002\"}", "\"links\" twice")]
    [InlineData("{\"links\":\"stand000001\",\"audio\":\"mp3\",\"audio\":null}", "\"audio\" twice")]
    [InlineData("{\"links\":\"stand000001\",\"webhook\":3}", "\"webhook\" must be a string")]
    [InlineData("{\"links\":\"stand000001\",\"it's\":1}", "unknown member \"it's\"")]
    [InlineData("{\"links\":\"stand000001\",\"\\ud800\":1}", "name of a member has an escape sequence")]
    [InlineData("{\"links\":\"stand000001\",\"maxAge\":\"an hour\"}", "\"maxAge\"")]
    [InlineData("{\"links\":\"stand000001\",\"maxAge\":\"-PT1H\"}", "\"maxAge\"")]
    [InlineData("{\"links\":\"stand000001\",\"maxAge\":60}", "\"maxAge\"")]
    [InlineData("{\"links\":\"\\ud800\"}", "\"links\" has an escape sequence that is not a character")]
    [InlineData("{\"links\":\"stand000001\"} x", "not JSON")]
    public async Task An_invalid_body_is_refused_with_a_sentence(string body, string expected)
    {
        var response = await App.Client.PostAsync("/links", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Contains(
            expected, (await response.ProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_links_are_refused()
    {
        var links = Enumerable.Range(0, 10_001).Select(i => $"stand{i:000000}").ToArray();

        var (response, body) = await App.PostLinksAsync(links);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("10,001", body.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_invalid_link_is_listed_and_nothing_is_stored()
    {
        var (response, body) = await App.PostLinksAsync(
            new[] { "stand000001", "https://example.com/", "https://www.youtube.com/playlist?list=WL" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            [1, 2], body.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("index").GetInt32()));
        Assert.All(
            body.GetProperty("links").EnumerateArray(),
            link => Assert.EndsWith(".", link.GetProperty("reason").GetString()!, StringComparison.Ordinal));
        Assert.Equal(0, (await App.GetAsync("/status")).GetProperty("counts").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("application/xml")]
    public async Task An_unsupported_content_type_or_encoding_is_refused(string contentType)
    {
        using var content = new ByteArrayContent("stand000001"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        await (await App.Client.PostAsync("/links", content)).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_over_the_size_limit_is_refused()
    {
        using var content = new StringContent(new string('x', 1024 * 1024 + 1), Encoding.UTF8, "text/plain");

        await (await App.Client.PostAsync("/links", content)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var content = new ByteArrayContent([.. "{\"links\":\"stand00000"u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var response = await App.Client.PostAsync("/links", content);

        Assert.Contains(
            "UTF-8", (await response.ProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/submissions/0123456789abcdef0123456789abcdef")]
    [InlineData("/submissions/nonsense")]
    [InlineData("/submissions/nonsense/events")]
    [InlineData("/jobs/nonsense")]
    [InlineData("/videos/nonsense")]
    [InlineData("/nowhere")]
    public async Task An_unknown_address_or_id_is_a_problem(string path) =>
        await (await App.Client.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("/jobs?limit=0")]
    [InlineData("/jobs?limit=1001")]
    [InlineData("/jobs?limit=many")]
    [InlineData("/jobs?state=lost")]
    [InlineData("/jobs?state=4")]
    [InlineData("/jobs?submission=x")]
    [InlineData("/jobs?cursor=x")]
    [InlineData("/dead-letters?cursor=x")]
    public async Task An_invalid_parameter_is_a_problem(string path) =>
        await (await App.Client.GetAsync(path)).ProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_unsupported_method_is_a_problem_that_names_the_supported_one()
    {
        var problem = await (await App.Client.DeleteAsync("/links")).ProblemAsync(HttpStatusCode.MethodNotAllowed);

        Assert.Contains("POST", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_submit_links()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/links");
        request.Content = new StringContent("stand000001");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        await (await App.Client.SendAsync(request)).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_replay_that_selects_nothing_is_refused()
    {
        foreach (var body in new object[] { new { }, new { ids = Array.Empty<string>() }, new { everything = true } })
            await (await App.Client.PostAsJsonAsync("/dead-letters/replay", body))
                .ProblemAsync(HttpStatusCode.BadRequest);
    }
}
