using System.Net;
using System.Net.Http.Headers;
using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Gateway.Api.Artifacts;
using Microsoft.Extensions.DependencyInjection;
using Tests.Gateway;

namespace Tests.Media;

public sealed class ArtifactEndpointTests : IAsyncLifetime
{
    private const string Address = "/videos/abcDEF-_123/artifacts/audio.mp3";
    private static readonly VideoId Video = VideoId.Parse("abcDEF-_123");
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    private GatewayApp app = null!;

    public async Task InitializeAsync()
    {
        app = await GatewayApp.StartAsync();
        await app.Services.GetRequiredService<IArtifactStore>().PutAsync(
            Video, ArtifactName.Parse("audio.mp3"), "audio/mpeg", new MemoryStream(Content), CancellationToken.None);
    }

    public Task DisposeAsync() => app.DisposeAsync().AsTask();

    [Fact]
    public async Task A_file_is_served_with_its_type_length_and_digest()
    {
        using var answer = await app.Client.GetAsync(Address);

        Assert.Equal(Content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("audio/mpeg", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("bytes", Assert.Single(answer.Headers.AcceptRanges));
        Assert.Equal(
            $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content))}\"",
            answer.Headers.ETag!.Tag);
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=4990-", 4990, 10)]
    [InlineData("bytes=-7", 4993, 7)]
    [InlineData("bytes=100-999999", 100, 4900)]
    public async Task A_range_returns_that_part(string range, int from, int count)
    {
        using var answer = await SendAsync(HttpMethod.Get, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(
            new ContentRangeHeaderValue(from, from + count - 1, Content.Length), answer.Content.Headers.ContentRange);
        Assert.Equal(Content[from..(from + count)], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused()
    {
        using var answer = await SendAsync(HttpMethod.Get, ("Range", "bytes=5000-"));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
    }

    [Fact]
    public async Task A_range_of_a_replaced_file_returns_the_whole_file()
    {
        using var answer = await SendAsync(HttpMethod.Get, ("Range", "bytes=0-9"), ("If-Range", "\"another\""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Content.Length, answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_client_with_the_current_file_does_not_get_it_again()
    {
        using var first = await app.Client.GetAsync(Address);
        using var answer = await SendAsync(HttpMethod.Get, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_head_request_gets_only_the_headers()
    {
        using var answer = await SendAsync(HttpMethod.Head);

        Assert.Equal(
            (HttpStatusCode.OK, (long?)Content.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.NotNull(answer.Headers.ETag);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/videos/abcDEF-_123/artifacts/other.mp3")]
    [InlineData("/videos/abcDEF-_123/artifacts/..%2F..%2Flinks.db")]
    [InlineData("/videos/abcDEF-_123/artifacts/%2e%2e")]
    [InlineData("/videos/nonsense/artifacts/audio.mp3")]
    public async Task A_missing_file_is_not_found(string address)
    {
        using var answer = await app.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("Merci pour les 3 millions d'abonnés 🎉| ARTE")]
    [InlineData("방탄소년단 — 봄날")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("\"quoted\"; filename=\"evil.exe\"")]
    [InlineData("line\r\nSet-Cookie: a=b")]
    public async Task A_browser_saves_a_file_under_its_title_in_any_script(string title)
    {
        await app.Services.GetRequiredService<IVideoStore>().UpsertAsync(
            new Video { Id = Video.Value, Title = title, Source = "test", FetchedAt = DateTimeOffset.UnixEpoch },
            CancellationToken.None);

        using var answer = await app.Client.GetAsync($"{Address}?download=true");
        var disposition = answer.Content.Headers.ContentDisposition!;

        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Equal(FileTitle.Of(title, "audio.mp3"), disposition.FileNameStar);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("AC/DC: Back in Black?", "audio.mp3", "AC DC Back in Black.mp3")]
    [InlineData("..", "audio.mp3", "video.mp3")]
    [InlineData("", "video-720p.mp4", "video (video-720p).mp4")]
    [InlineData("a\tb\0c", "captions.en.srt", "a b c (captions.en).srt")]
    [InlineData("\u202Egnp.exe", "thumbnail.jpg", "gnp.exe (thumbnail).jpg")]
    public void A_title_becomes_a_name_that_every_system_accepts(string title, string artifact, string expected) =>
        Assert.Equal(expected, FileTitle.Of(title, artifact));

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var name = FileTitle.Of(new string('x', 79) + string.Concat(Enumerable.Repeat("🎉", 50)), "audio.mp3");

        Assert.Equal($"{new string('x', 79)}.mp3", name);
    }

    [Fact]
    public async Task Files_are_deleted_with_their_video()
    {
        await app.Services.GetRequiredService<IVideoStore>().UpsertAsync(
            new Video { Id = Video.Value, Title = "t", Source = "test", FetchedAt = DateTimeOffset.UnixEpoch },
            CancellationToken.None);

        using var deleted = await app.Client.DeleteAsync("/videos/abcDEF-_123");
        using var answer = await app.Client.GetAsync(Address);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, answer.StatusCode));
    }

    [Fact]
    public async Task A_file_can_be_deleted_on_its_own()
    {
        using var first = await app.Client.DeleteAsync(Address);
        using var second = await app.Client.DeleteAsync(Address);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (first.StatusCode, second.StatusCode));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await app.Client.SendAsync(request);
    }
}
