using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class LibraryTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task Videos_are_searched_paged_and_deleted()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync([.. PageApp.Links(60), "M4gD1WSo5mA"]));
        await app.OpenAsync("#/library");

        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(48);
        await app.Page.Locator("#more-videos").ScrollIntoViewIfNeededAsync();
        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(61);
        await app.Page.Locator("#search").FillAsync("m4gd1ws");
        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(1);
        await app.Page.Locator(".card a").ClickAsync();
        await Expect(app.Page.Locator(".sheet .facts")).ToContainTextAsync("12:01");

        await app.Page.Locator(".sheet .danger").ClickAsync();
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(app.Page.Locator(".sheet .danger")).ToBeFocusedAsync();
        await app.Page.Locator(".sheet .danger").ClickAsync();
        await app.Page.Locator(".prompt .danger").ClickAsync();

        // Wait until the sheet is closed: typing under an open sheet has no effect.
        await Expect(app.Page.Locator("#library-empty")).ToBeVisibleAsync();
        await Expect(app.Page.Locator("#library-empty h3")).ToHaveTextAsync("No videos found");
        await Expect(app.Page.Locator("#search")).ToHaveValueAsync("m4gd1ws");
        await app.Page.Locator("#search").FillAsync("");
        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(48);
    }
}
