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
}
