using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class QueueTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task Two_hundred_pasted_links_finish_on_the_open_page()
    {
        await using var app = await PageApp.StartAsync(browser, new() { Latency = TimeSpan.FromMilliseconds(50) });
        await app.OpenAsync();

        // A notice is shown for a few seconds only, so start waiting before it appears.
        var noticed = Expect(app.Page.Locator("#notices")).ToContainTextAsync("200 links accepted.");
        await app.AddAsync(PageApp.Links(200));
        await noticed;

        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("200 of 200 finished");
        await Expect(app.Page.Locator("[data-filter=succeeded] .count")).ToHaveTextAsync("200");
        await Expect(app.Row("Stand-in video stand000199")).ToContainTextAsync("Done");
        await Expect(app.Page.Locator("#announcer")).ToHaveTextAsync("All jobs finished: 200 done, 0 failed.");
        Assert.Empty(app.Errors);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task A_failure_is_explained_and_retried()
    {
        await using var app = await PageApp.StartAsync(
            browser, new() { Errors = new() { ServerError = 1 } }, "Jobs:MaxAttempts=1");
        await app.OpenAsync();
        await app.AddAsync("stand000001", "stand000002");
        await Expect(app.Page.Locator("[data-filter=failed] .count")).ToHaveTextAsync("2");
        app.Gateway.YouTube.Settings = new();

        var row = app.Page.Locator(".job").First;
        await row.ClickAsync();
        await Expect(app.Page.Locator(".failure")).ToContainTextAsync("This is usually temporary.");
        await app.Page.Locator(".sheet [data-action=retry]").ClickAsync();
        await Expect(app.Page.Locator(".sheet .chip")).ToHaveTextAsync("Done");
        await app.Page.Keyboard.PressAsync("Escape");
        await app.Page.Locator("#retry-all").ClickAsync();

        await Expect(app.Page.Locator("[data-filter=succeeded] .count")).ToHaveTextAsync("2");
        await Expect(app.Page.Locator("#retry-all")).ToBeHiddenAsync();
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task A_waiting_job_is_canceled()
    {
        await using var app = await PageApp.StartAsync(browser, PageApp.NeverEnds, PageApp.WaitForSource);
        await app.OpenAsync();
        await app.AddAsync("stand000001");

        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel stand000001" }).ClickAsync();

        await Expect(app.Page.Locator(".job .chip")).ToHaveTextAsync("Canceled");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_list_is_filtered_by_state_and_by_submission()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();
        await app.AddAsync("stand000001", "8VajtrESJzA");
        await app.AddAsync("stand000002");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("3 of 3 finished");

        await app.Page.Locator("[data-filter=failed]").ClickAsync();
        await Expect(app.Page.Locator(".job")).ToHaveCountAsync(1);
        await Expect(app.Page.Locator(".job")).ToContainTextAsync("private");
        await app.Page.Locator("[data-filter=all]").ClickAsync();
        await app.Row("stand000002").ClickAsync();
        await app.Page.Locator(".sheet .facts a[href*='submission=']").ClickAsync();

        await Expect(app.Page.Locator(".job")).ToHaveCountAsync(1);
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("1 of 1 finished");
        var table = await app.Page.RunAndWaitForDownloadAsync(() => app.Page.Locator("#export").ClickAsync());
        Assert.EndsWith(".xlsx", table.SuggestedFilename, StringComparison.Ordinal);
        await app.Page.ReloadAsync();
        await Expect(app.Page.Locator(".job")).ToContainTextAsync("stand000002");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_timeline_of_a_job_is_a_chart_and_a_table()
    {
        await using var app = await PageApp.StartAsync(browser, settings: null, "Dashboard:Url=http://localhost:18888");
        await app.OpenAsync();
        await app.AddAsync("M4gD1WSo5mA");
        await app.Page.Locator(".job").ClickAsync();

        var table = app.Page.GetByRole(AriaRole.Table, new() { NameRegex = new("total, from") });
        ILocator Step(string name) => table.GetByRole(AriaRole.Rowheader, new() { Name = name });
        await Expect(Step("Publishing to the queue")).ToBeVisibleAsync();
        await Expect(Step("Querying youtube-api")).ToBeVisibleAsync();
        await Expect(app.Page.Locator(".sheet .facts a[href*='/traces/detail/']")).ToBeVisibleAsync();
        await app.Page.Locator(".sheet >> text=Open in library").ClickAsync();
        await Expect(app.Page.Locator(".sheet .facts")).ToContainTextAsync("videos.list");
    }
}
