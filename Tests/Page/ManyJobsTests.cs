using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class ManyJobsTests(PageBrowser browser)
{
    /// <summary>Visible rows of an 800-pixel screen and a margin. Each rendered row costs time in each frame.</summary>
    private const int MaxRows = 40;

    [NeedsFact(PageBrowser.Program)]
    public async Task Ten_thousand_jobs_render_a_screenful_of_rows()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        await app.AddAsync(PageApp.Links(10_000));
        await Expect(app.Page.Locator("#job-rows")).ToHaveAttributeAsync("aria-rowcount", "10000");
        var whileTheyRun = await app.Page.Locator("#job-rows > *").CountAsync();
        await app.Page.Locator(".job").First.FocusAsync();
        await app.Page.Keyboard.PressAsync("End");

        await Expect(app.Page.Locator(".job:focus")).ToHaveAttributeAsync("aria-rowindex", "10000");
        await Expect(app.Page.Locator(".job:focus")).ToBeInViewportAsync();
        Assert.InRange(whileTheyRun, 1, MaxRows);
        Assert.InRange(await app.Page.Locator("#job-rows > *").CountAsync(), 1, MaxRows);
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("Stand-in video stand000000");
        await Expect(app.Page.Locator("[data-filter=succeeded] .count"))
            .ToHaveTextAsync("10,000", new() { Timeout = 300_000 });
    }
}
