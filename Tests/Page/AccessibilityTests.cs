using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class AccessibilityTests(PageBrowser browser)
{
    [NeedsTheory(PageBrowser.Program)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_no_violations_in_any_view(ColorScheme scheme)
    {
        // Axe writes markup, which the page's content policy blocks. Animations change colors while Axe measures them.
        await using var app = await PageApp.StartAsync(
            browser,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme, BypassCSP = true, ReducedMotion = ReducedMotion.Reduce,
            },
            settings: null,
            "Jobs:MaxAttempts=1");
        await app.OpenAsync();
        await CheckAsync(app, "the empty queue");

        await app.AddAsync("M4gD1WSo5mA", "8VajtrESJzA", "stand000001");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("3 of 3 finished");
        app.Gateway.YouTube.Settings = new() { Errors = new() { ServerError = 1 } };
        await app.AddAsync("stand000002");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("4 of 4 finished");
        await app.Page.Locator("#options summary").ClickAsync();
        foreach (var name in (string[])["audio", "video", "captions"])
            await app.Page.Locator($"[name={name}]").CheckAsync();
        await app.Page.Locator("#links").FillAsync("no link");
        await Expect(app.Page.Locator("#invalid")).ToBeVisibleAsync();
        await CheckAsync(app, "the queue");

        await app.Row("is private, was deleted").ClickAsync();
        await Expect(app.Page.Locator(".timeline")).ToBeVisibleAsync();
        await CheckAsync(app, "a job");

        await app.OpenAsync("#/library");
        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(2);
        await CheckAsync(app, "the library");

        await app.OpenAsync("#/library?video=M4gD1WSo5mA");
        await Expect(app.Page.Locator(".sheet .facts")).ToBeVisibleAsync();
        await CheckAsync(app, "a video");
        await app.Page.Locator(".sheet .danger").ClickAsync();
        await CheckAsync(app, "the confirmation of a deletion");

        await app.OpenAsync("#/health");
        await Expect(app.Page.Locator("#dead-letter-rows tr")).ToHaveCountAsync(1);
        await CheckAsync(app, "the health view");
    }

    private static async Task CheckAsync(PageApp app, string state)
    {
        var found = await app.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{state}: " + string.Join("; ", found.Violations.Select(violation =>
            $"{violation.Id} ({violation.Help}) at {string.Join(", ", violation.Nodes.Select(node => node.Html))}")));
    }
}
