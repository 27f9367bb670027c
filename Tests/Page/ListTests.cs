using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class ListTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program, "yt-dlp")]
    public async Task The_videos_of_a_pasted_playlist_follow_it_in_the_queue()
    {
        await using var app = await PageApp.StartAsync(
            browser, settings: null, "Sources:Chain=youtube-api, yt-dlp", "Extraction:MaxListVideos=8");
        await app.OpenAsync();

        await app.AddAsync("https://www.youtube.com/playlist?list=PLstand00030");
        await Expect(app.Page.Locator("[data-filter=succeeded] .count")).ToHaveTextAsync("9");
        var row = app.Row("Stand-in playlist PLstand00030");
        await Expect(row).ToContainTextAsync("8 videos found, 8 added");
        await Expect(row.Locator(".job-thumbnail .icon-list")).ToBeVisibleAsync();
        await row.ClickAsync();
        await Expect(app.Page.Locator(".sheet .warning")).ToContainTextAsync("Only its first 8 videos were added");
        await Expect(app.Page.Locator(".sheet .timeline")).ToContainTextAsync("Querying yt-dlp for the list");
        await app.Page.Locator(".sheet >> text=Show the submission").ClickAsync();

        await Expect(app.Page.Locator("#job-rows")).ToHaveAttributeAsync("aria-rowcount", "9");
        await Expect(app.Page.Locator(".job[aria-rowindex='1']")).ToContainTextAsync("Stand-in playlist PLstand00030");
        Assert.Empty(app.Errors);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task A_list_that_no_source_can_read_says_what_is_missing()
    {
        await using var app = await PageApp.StartAsync(browser, new BrowserNewContextOptions { Locale = "ko-KR" });
        await app.OpenAsync();

        await app.AddAsync("https://www.youtube.com/@LofiGirl");

        await Expect(app.Page.Locator(".job .job-note")).ToHaveTextAsync("이 작업을 할 수 있는 소스가 없습니다.");
        await Expect(app.Page.Locator(".job .job-title")).ToContainTextAsync("youtube.com/@LofiGirl");
    }
}
