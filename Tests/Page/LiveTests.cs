using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class LiveTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task After_a_broken_stream_the_page_reconnects_and_catches_up()
    {
        await using var app = await PageApp.StartAsync(browser);
        await using var wire = new Wire(app.Gateway.Client.BaseAddress!);
        await app.Page.GotoAsync(wire.Address.ToString());
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");

        wire.Cut();
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Reconnecting");
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync("stand000001", "stand000002"));
        wire.Restore();

        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Live");
        await Expect(app.Row("Stand-in video stand000001")).ToContainTextAsync("Done");
        await Expect(app.Row("Stand-in video stand000002")).ToContainTextAsync("Done");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Links_are_kept_while_the_gateway_is_unreachable_and_sent_when_it_is_back()
    {
        await using var app = await PageApp.StartAsync(browser);
        await using var wire = new Wire(app.Gateway.Client.BaseAddress!);
        await app.Page.GotoAsync(wire.Address.ToString());
        await app.Page.Locator("#links").FillAsync("stand000001");
        await Expect(app.Page.Locator("#send")).ToHaveTextAsync("Add 1 link");

        wire.Cut();
        await app.Page.Locator("#send").ClickAsync();
        await Expect(app.Page.Locator("#connection")).ToHaveTextAsync("Reconnecting");
        wire.Restore();

        // The page retries for some seconds; after that, the reader does.
        await Eventually.TrueAsync(
            async () =>
            {
                if (await app.Page.Locator("#links").InputValueAsync() == "")
                    return true;
                if (await app.Page.Locator("#send").IsEnabledAsync())
                    await app.Page.Locator("#send").ClickAsync();
                return false;
            },
            "the links are sent");
        await Expect(app.Row("Stand-in video stand000001")).ToContainTextAsync("Done");
        Assert.Equal(1, (await app.Gateway.GetAsync("/status")).GetProperty("counts").GetProperty("total").GetInt32());
    }
}
