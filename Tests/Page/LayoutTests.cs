using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class LayoutTests(PageBrowser browser)
{
    [NeedsTheory(PageBrowser.Program)]
    [InlineData(360)]
    [InlineData(720)]
    [InlineData(2560)]
    public async Task No_view_is_wider_than_the_screen(int width)
    {
        await using var app = await PageApp.StartAsync(
            browser,
            new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 740 } },
            settings: null,
            "Jobs:MaxAttempts=1");
        await app.OpenAsync();
        await app.AddAsync(
            "https://www.youtube.com/watch?v=M4gD1WSo5mA&list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf", "8VajtrESJzA");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("2 of 2 finished");
        app.Gateway.YouTube.Settings = new() { Errors = new() { ServerError = 1 } };
        await app.AddAsync("stand000001");
        await Expect(app.Page.Locator("#dead-letters")).ToHaveTextAsync("1");
        await app.Page.Locator("#links").FillAsync(new string('x', 300));
        await Expect(app.Page.Locator("#invalid")).ToBeVisibleAsync();

        (string Route, string Content)[] views =
        [
            ("#/queue", ".job"), ("#/library", ".card"), ("#/library?video=M4gD1WSo5mA", ".sheet .facts"),
            ("#/health", "#dead-letter-rows tr"),
        ];
        foreach (var (route, content) in views)
        {
            await app.OpenAsync(route);
            await Expect(app.Page.Locator(content).First).ToBeVisibleAsync();
            await app.Page.WaitForLoadStateAsync(LoadState.Load);
            var overflow = await app.Page.EvaluateAsync<int>(
                "document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
            Assert.Equal(0, overflow);
        }
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_page_is_dark_for_a_reader_who_prefers_dark()
    {
        await using var app = await PageApp.StartAsync(
            browser, new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await app.OpenAsync();

        var background = await app.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

        Assert.Equal("rgb(14, 17, 22)", background);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_page_is_in_Korean_for_a_reader_who_prefers_Korean()
    {
        await using var app = await PageApp.StartAsync(browser, new BrowserNewContextOptions { Locale = "ko-KR" });
        await app.OpenAsync();
        await app.AddAsync("stand000001");

        await Expect(app.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await Expect(app.Page.Locator("#queue-title")).ToHaveTextAsync("대기열");
        await Expect(app.Page.Locator(".job .chip")).ToHaveTextAsync("완료");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("1개 중 1개 종료");
        await app.AddAsync("8VajtrESJzA");
        await Expect(app.Page.Locator(".job[data-state=Failed] .job-note")).ToHaveTextAsync("비공개이거나 삭제되었거나 없는 동영상입니다.");
        await app.Page.Locator(".job[data-state=Failed]").ClickAsync();
        await Expect(app.Page.Locator(".failure p").Nth(1)).ToHaveTextAsync("브라우저에서 링크를 열어 확인하세요.");
    }
}
