using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class KeyboardTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task The_page_works_without_a_pointer()
    {
        await using var app = await PageApp.StartAsync(browser);
        var keys = app.Page.Keyboard;
        await app.OpenAsync();
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");

        // The first tab stop skips the header.
        await keys.PressAsync("Tab");
        await Expect(app.Page.Locator(".skip")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Tab");
        await Expect(app.Page.Locator("#links")).ToBeFocusedAsync();
        await keys.InsertTextAsync("stand000001\nstand000002\nstand000003");
        await keys.PressAsync("Control+Enter");
        await Expect(app.Page.Locator(".summary-text")).ToHaveTextAsync("3 of 3 finished");

        // The list is one tab stop; arrow keys move within it.
        for (var stops = 0; stops < 20 && await app.Page.Locator(".job:focus").CountAsync() == 0; stops++)
            await keys.PressAsync("Tab");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000003");
        await keys.PressAsync("ArrowDown");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000002");
        await keys.PressAsync("End");
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000001");

        // Closing the sheet returns the focus.
        await keys.PressAsync("Enter");
        await Expect(app.Page.Locator(".sheet")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(app.Page.Locator(".sheet")).ToBeHiddenAsync();
        await Expect(app.Page.Locator(".job:focus")).ToContainTextAsync("stand000001");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_buttons_of_a_row_are_reached_with_the_arrows()
    {
        await using var app = await PageApp.StartAsync(browser, PageApp.NeverEnds, PageApp.WaitForSource);
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
