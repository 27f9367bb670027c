using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class KeyTests(PageBrowser browser)
{
    private const string Key = "correct horse battery staple";

    [NeedsFact(PageBrowser.Program)]
    public async Task A_gateway_with_keys_is_opened_with_one_for_pictures_and_streams_too()
    {
        await using var app = await PageApp.StartAsync(browser, settings: null, "Gateway:ApiKeys:0:Name=page", $"Gateway:ApiKeys:0:Key={Key}");
        await app.OpenAsync();

        await app.Page.Locator("#key").FillAsync("not the key");
        await app.Page.Keyboard.PressAsync("Enter");
        await Expect(app.Page.Locator(".ask .why")).ToContainTextAsync("This key is not valid");
        await app.Page.Locator("#key").FillAsync(Key);
        await app.Page.Keyboard.PressAsync("Enter");
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");
        await app.AddAsync("stand000001");

        await Expect(app.Page.Locator(".job")).ToContainTextAsync("Done");
        await Expect(app.Page.Locator(".job-picture img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        Assert.Equal("", await app.Page.EvaluateAsync<string>("document.cookie"));
    }
}
