using System.Text.Json;
using Extraction.Links;
using Extraction.Videos;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IVideoStore"/>.</summary>
public abstract class VideoStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IVideoStore store = null!;

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<IVideoStore> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => store = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task A_video_comes_back_as_it_was_stored()
    {
        var video = Video("aaaaaaaaaa1", "Ünï \0 😀 \"quoted\"") with
        {
            Author = "作者",
            Description = new string('d', 5_000),
            Duration = TimeSpan.FromMilliseconds(212_091),
            UploadedAt = new DateTimeOffset(2009, 10, 25, 6, 57, 33, TimeSpan.Zero),
            ViewCount = 3_000_000_000,
            Keywords = ["a", "ß"],
            Thumbnails = [new Thumbnail("https://i.ytimg.com/vi/x/default.jpg", 120, 90)],
            IsLive = false,
            Streams =
            [
                new VideoStream
                {
                    Itag = 251, Container = "webm", AudioCodec = "opus", Bitrate = 128_000, Size = 5_000_000_000,
                },
            ],
            Captions = [new CaptionTrack("de", "Deutsch", "manual")],
        };

        await store.UpsertAsync(video, None);

        Assert.Equal(Json(video), Json((await store.GetAsync(VideoId.Parse(video.Id), None))!));
    }

    [ContractFact]
    public async Task Fetch_times_are_those_of_the_documents_that_exist()
    {
        var first = Video("aaaaaaaaaa1", "first");
        var second = Video("aaaaaaaaaa2", "second") with { FetchedAt = first.FetchedAt.AddMinutes(3) };
        await store.UpsertAsync(first, None);
        await store.UpsertAsync(second, None);

        var times = await store.GetFetchTimesAsync(
            [VideoId.Parse(second.Id), VideoId.Parse("aaaaaaaaaa3"), VideoId.Parse(second.Id)], None);

        Assert.Equal([KeyValuePair.Create(VideoId.Parse(second.Id), second.FetchedAt)], times);
        Assert.Empty(await store.GetFetchTimesAsync([], None));
    }

    [ContractFact]
    public async Task Ids_that_differ_by_case_are_two_videos()
    {
        await store.UpsertAsync(Video("abcdefghij-", "lower"), None);
        await store.UpsertAsync(Video("ABCDEFGHIJ-", "upper"), None);

        Assert.Equal("lower", (await store.GetAsync(VideoId.Parse("abcdefghij-"), None))!.Title);
        Assert.Equal(2, await store.CountAsync(None));
    }

    [ContractFact]
    public async Task A_newer_document_replaces_an_older_one_and_never_the_reverse()
    {
        var id = VideoId.Parse("aaaaaaaaaa1");
        await store.UpsertAsync(Video(id.Value, "second", second: 2), None);

        await store.UpsertAsync(Video(id.Value, "first", second: 1), None);
        Assert.Equal("second", (await store.GetAsync(id, None))!.Title);
        await store.UpsertAsync(Video(id.Value, "third", second: 3), None);

        Assert.Equal("third", (await store.GetAsync(id, None))!.Title);
        Assert.Equal(1, await store.CountAsync(None));
    }

    [ContractFact]
    public async Task Many_are_read_at_once_and_unknown_ones_skipped()
    {
        await store.UpsertAsync(Video("aaaaaaaaaa1", "a"), None);
        await store.UpsertAsync(Video("aaaaaaaaaa2", "b"), None);

        var videos = await store.GetManyAsync(
            [VideoId.Parse("aaaaaaaaaa2"), VideoId.Parse("zzzzzzzzzzz"), VideoId.Parse("aaaaaaaaaa1")], None);

        Assert.Equal(["a", "b"], videos.Select(video => video.Title).Order());
        Assert.Empty(await store.GetManyAsync([], None));
    }

    [ContractTheory]
    [InlineData("never", "aaaaaaaaaa1")]
    [InlineData("RICK", "aaaaaaaaaa1")]
    [InlineData("AAAAAAAAAA1", "aaaaaaaaaa1")]
    [InlineData("straße", "aaaaaaaaaa2")]
    [InlineData("ЁЛКА", "aaaaaaaaaa2")]
    [InlineData("100%", "aaaaaaaaaa2")]
    [InlineData("%", "aaaaaaaaaa2")]
    [InlineData("a_b", "aaaaaaaaaa1")]
    [InlineData("'; --", "aaaaaaaaaa1")]
    public async Task A_search_finds_text_anywhere_in_any_case(string text, string expected)
    {
        await store.UpsertAsync(Video("aaaaaaaaaa1", "Never gonna '; -- a_b") with { Author = "Rick" }, None);
        await store.UpsertAsync(Video("aaaaaaaaaa2", "Straße ёлка 100% axb"), None);

        var found = await store.SearchAsync(text, 10, null, None);

        Assert.Equal(expected, Assert.Single(found.Items).Id);
    }

    [ContractFact]
    public async Task A_search_that_finds_nothing_gives_an_empty_page()
    {
        await store.UpsertAsync(Video("aaaaaaaaaa1", "title"), None);

        var page = await store.SearchAsync("\\", 10, null, None);

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [ContractFact]
    public async Task Pages_go_from_the_newest_to_the_oldest_even_among_equal_times()
    {
        var all = Enumerable.Range(0, 25).Select(i => Video($"aaaaaaaaa{i:00}", $"title {i}", second: i / 10))
            .ToArray();
        foreach (var video in all)
            await store.UpsertAsync(video, None);

        var read = new List<Video>();
        string? cursor = null;
        do
        {
            var page = await store.SearchAsync("TITLE", 4, cursor, None);
            read.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(25, read.Select(video => video.Id).Distinct().Count());
        Assert.Equal(25, read.Count);
        Assert.Equal(
            read.OrderByDescending(video => video.FetchedAt).Select(video => video.FetchedAt),
            read.Select(video => video.FetchedAt));
    }

    [ContractTheory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("12.34.😀")]
    public async Task A_malformed_cursor_gives_the_first_page(string cursor)
    {
        await store.UpsertAsync(Video("aaaaaaaaaa1", "title"), None);

        Assert.Single((await store.SearchAsync(null, 10, cursor, None)).Items);
    }

    [ContractFact]
    public async Task A_deleted_video_is_gone()
    {
        await store.UpsertAsync(Video("aaaaaaaaaa1", "title"), None);

        Assert.True(await store.DeleteAsync(VideoId.Parse("aaaaaaaaaa1"), None));
        Assert.False(await store.DeleteAsync(VideoId.Parse("aaaaaaaaaa1"), None));
        Assert.Null(await store.GetAsync(VideoId.Parse("aaaaaaaaaa1"), None));
        Assert.Empty((await store.SearchAsync(null, 10, null, None)).Items);
    }

    private static Video Video(string id, string title, int second = 0) =>
        new() { Id = id, Title = title, Source = "yt-dlp", FetchedAt = Some.Noon.AddSeconds(second) };

    private static string Json(Video video) => JsonSerializer.Serialize(video, ExtractionJson.Default.Video);
}
