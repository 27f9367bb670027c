using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class HealthTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task Dead_letters_show_their_reason_and_are_replayed()
    {
        await using var app = await PageApp.StartAsync(
            browser, new() { Errors = new() { ServerError = 1 } }, "Jobs:MaxAttempts=1");
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync("stand000001"));
        app.Gateway.YouTube.Settings = new();

        await app.OpenAsync("#/health");
        await Expect(app.Page.Locator("#source-rows")).ToContainTextAsync("youtube-api");
        await Expect(app.Page.Locator("#dead-letters")).ToHaveTextAsync("1");
        await Expect(app.Page.Locator("#dead-letter-rows tr")).ToContainTextAsync("503");
        await app.Page.Locator("#replay-all").ClickAsync();
        await app.Page.Locator(".prompt .danger").ClickAsync();

        await Expect(app.Page.Locator("#dead-letters-empty")).ToBeVisibleAsync();
        await Expect(app.Page.Locator("#dead-letters")).ToHaveTextAsync("0");
        await app.Page.Locator("nav >> text=Queue").ClickAsync();
        await Expect(app.Page.Locator(".job .chip")).ToHaveTextAsync("Done");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Kinds_and_everything_are_paused_and_resumed()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync("stand000001"));
        await app.OpenAsync("#/health");
        var metadata = app.Page.Locator("#kind-rows tr", new() { HasText = "Metadata" });

        await metadata.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(metadata).ToContainTextAsync("Paused");
        await Expect(metadata.GetByRole(AriaRole.Button)).ToHaveTextAsync("Resume");
        await metadata.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(metadata).ToContainTextAsync("Running");

        await app.Page.Locator("#pause-all").ClickAsync();
        await Expect(app.Page.Locator("#paused-note")).ToBeVisibleAsync();
        await Expect(app.Page.Locator("#pause-all")).ToHaveTextAsync("Resume everything");
        Assert.True((await app.Gateway.GetAsync("/pauses")).GetProperty("everything").GetBoolean());
        await app.Page.Locator("#pause-all").ClickAsync();
        await Expect(app.Page.Locator("#paused-note")).ToBeHiddenAsync();
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Waiting_jobs_show_their_priority_and_when_a_new_one_starts()
    {
        await using var app = await PageApp.StartAsync(
            browser, new() { Latency = TimeSpan.FromMilliseconds(10) }, "Sources:YouTubeApi:ApiKey=",
            "Sources:YouTubeApi:RequestsPerMinute=6");
        await app.Gateway.SubmitAsync([.. PageApp.Links(40)]);
        await app.OpenAsync("#/health");

        var normal = app.Page.Locator("#priority-rows tr", new() { HasText = "Normal" });
        await Expect(normal).ToContainTextAsync(" s", new() { Timeout = 30_000 });
        await Expect(app.Page.Locator("#source-rows")).ToContainTextAsync("wait for a request");
        await Expect(app.Page.Locator("#source-rows")).ToContainTextAsync("Out of budget");
        await Expect(app.Page.Locator("#turns-end")).ToContainTextAsync("All waiting jobs start within");
        if (Environment.GetEnvironmentVariable("PAGE_IMAGES") is { } folder)
            await app.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "turns.png"), FullPage = true });
    }
}
