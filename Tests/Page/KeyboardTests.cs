using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class KeyboardTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task Everything_is_done_without_a_pointer()
    {
        await using var app = await PageApp.StartAsync(browser);
        var keys = app.Page.Keyboard;
        await app.OpenAsync();
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");

        // The first stop leads past the head of the page.
        await keys.PressAsync("Tab");
        await Expect(app.Page.Locator(".skip")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Tab");
        await Expect(app.Page.Locator("#links")).ToBeFocusedAsync();
        await keys.InsertTextAsync("stand000001\nstand000002\nstand000003");
        await keys.PressAsync("Control+Enter");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("3 of 3 finished");

        // One stop for the whole list, arrows within.
        for (var stops = 0; stops < 20 && await app.Page.Locator(".job:focus").CountAsync() == 0; stops++)
            await keys.PressAsync("Tab");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000003");
        await keys.PressAsync("ArrowDown");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000002");
        await keys.PressAsync("End");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000001");

        // The focus comes back to where it was.
        await keys.PressAsync("Enter");
        await Expect(app.Page.Locator(".sheet")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(app.Page.Locator(".sheet")).ToBeHiddenAsync();
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000001");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_buttons_of_a_row_are_reached_with_the_arrows()
    {
        await using var app = await PageApp.StartAsync(browser, PageApp.NeverEnds, PageApp.Patiently);
        await app.OpenAsync();
        await app.AddAsync("stand000001");

        await app.Page.Locator(".job").FocusAsync();
        await app.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(app.Page.Locator("[data-action=cancel]")).ToBeFocusedAsync();
        await app.Page.Keyboard.PressAsync("Enter");

        await Expect(app.Page.Locator(".job .chip")).ToHaveTextAsync("Canceled");
        await app.Page.Locator(".job").FocusAsync();
        await app.Page.Keyboard.PressAsync("r");
        await Expect(app.Page.Locator(".job .chip")).Not.ToHaveTextAsync("Canceled");
    }
}
