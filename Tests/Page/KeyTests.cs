using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class KeyTests(PageBrowser browser)
{
    private const string Key = "correct horse battery staple";

    [NeedsFact(PageBrowser.Program)]
    public async Task A_key_opens_a_protected_gateway_including_its_thumbnails_and_event_stream()
    {
        await using var app = await PageApp.StartAsync(
            browser, settings: null, "Gateway:ApiKeys:0:Name=page", $"Gateway:ApiKeys:0:Key={Key}");
        await app.OpenAsync();

        await app.Page.Locator("#key").FillAsync("not the key");
        await app.Page.Keyboard.PressAsync("Enter");
        await Expect(app.Page.Locator(".prompt .error-text")).ToContainTextAsync("This key is not valid");
        await app.Page.Locator("#key").FillAsync(Key);
        await app.Page.Keyboard.PressAsync("Enter");
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");
        await app.AddAsync("stand000001");

        await Expect(app.Page.Locator(".job")).ToContainTextAsync("Done");
        await Expect(app.Page.Locator(".job-thumbnail img")).ToHaveJSPropertyAsync("naturalWidth", 320);
        Assert.Equal("", await app.Page.EvaluateAsync<string>("document.cookie"));

        await app.Page.Locator("#sign-out").ClickAsync();
        await Expect(app.Page.Locator("#key")).ToBeVisibleAsync();
        await Expect(app.Page.Locator("#sign-out")).ToHaveCountAsync(0);
    }
}
