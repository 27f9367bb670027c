using Extraction.Videos;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class SafetyTests(PageBrowser browser)
{
    private const string Hostile = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>";

    [NeedsFact(PageBrowser.Program)]
    public async Task Video_metadata_is_shown_as_text_everywhere()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.Gateway.Services.GetRequiredService<IVideoStore>().UpsertAsync(
            new Video
            {
                Id = "stand000001",
                Title = Hostile,
                Author = Hostile,
                Description = Hostile,
                Keywords = [Hostile],
                Category = Hostile,
                Source = "youtube-api",
                FetchedAt = DateTimeOffset.UtcNow,
            },
            CancellationToken.None);
        await app.OpenAsync();

        await app.AddAsync("stand000001");
        await Expect(app.Row(Hostile)).ToContainTextAsync("Done");
        await app.Page.Locator(".job").ClickAsync();
        await Expect(app.Page.Locator("#sheet-title")).ToHaveTextAsync(Hostile);
        await app.OpenAsync("#/library");
        await Expect(app.Page.Locator(".card-title")).ToHaveTextAsync(Hostile);
        await app.Page.Locator(".card a").ClickAsync();
        await Expect(app.Page.Locator(".description")).ToHaveTextAsync(Hostile);

        Assert.False(await app.Page.EvaluateAsync<bool>("'hurt' in window"));
        Assert.Equal(0, await app.Page.Locator("main script, dialog script, [onerror]").CountAsync());
        Assert.Empty(app.Errors);
        Assert.Empty(app.ForeignRequests);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_browser_blocks_text_that_would_become_markup_or_code()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        var refused = await app.Page.EvaluateAsync<bool[]>(
            """
            () => [
              () => { document.body.innerHTML = '<b>bold</b>'; },
              () => { document.createElement('script').text = '1'; },
            ].map((attempt) => {
              try { attempt(); return false; } catch (error) { return error instanceof TypeError; }
            })
            """);

        Assert.All(refused, Assert.True);
    }

    [Fact]
    public async Task The_page_sends_its_security_headers()
    {
        await using var gateway = await Gateway.GatewayApp.StartAsync();

        using var page = await gateway.Client.GetAsync("/");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain(" style=", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
