using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

/// <summary>
/// Takes the README's screenshots of the page: DOCS_IMAGES="$PWD/docs/images" dotnet test Tests --filter Screenshot.
/// Without the variable, the screenshots are discarded.
/// </summary>
[Collection(PageTestGroup.Name)]
public sealed class ScreenshotTests(PageBrowser browser)
{
    /// <summary>Maximum size of a screenshot, because a README loads on every visit.</summary>
    private const int MaxBytes = 200 * 1024;

    private static readonly string[] Recorded =
        ["M4gD1WSo5mA", "it3OtbTxQk0", "K4DyBUG242c", "X4VbdwhkE10", "cJ9to6EmElQ", "sMJ8bRN2dak", "tjz2u2DiveM"];

    [NeedsFact(PageBrowser.Program)]
    public async Task The_busy_queue_fits_in_a_screenshot()
    {
        await using var app = await PageApp.StartAsync(
            browser, Options(ColorScheme.Light), settings: null, ["Jobs:MaxInFlight=200", .. PageApp.WaitForSource]);
        await app.OpenAsync();
        await app.AddAsync(PageApp.Links(60));
        await Expect(Count(app, "succeeded")).ToHaveTextAsync("60");

        // These jobs stay in flight during the screenshot; the next ones finish.
        app.Gateway.YouTube.Settings = PageApp.NeverEnds;
        await app.AddAsync(PageApp.Links(150).Skip(60));
        await Expect(Count(app, "running")).ToHaveTextAsync("90");
        await Eventually.TrueAsync(
            () => Enumerable.Range(60, 90).All(i => app.Gateway.YouTube.Requests.Of($"stand{i:D6}").Asked > 0),
            "the source was asked for all of them");
        app.Gateway.YouTube.Settings = new() { Latency = TimeSpan.FromSeconds(0.4) };
        await app.AddAsync([.. Recorded, "8VajtrESJzA"]);
        await Expect(Count(app, "succeeded")).ToHaveTextAsync("67");
        app.Gateway.YouTube.Settings = PageApp.NeverEnds;
        await app.AddAsync(PageApp.Links(152).Skip(150));

        await app.Page.Locator("#links").FillAsync(
            """
            https://youtu.be/M4gD1WSo5mA
            https://www.youtube.com/shorts/it3OtbTxQk0
            youtube.com/watch?v=K4DyBUG242c&t=42s
            """);
        await Expect(app.Row("dog")).ToContainTextAsync("Done");
        await Expect(Count(app, "running")).ToHaveTextAsync("92");
        await TakeAsync(app, "queue.png");
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_dark_library_fits_in_a_screenshot()
    {
        await using var app = await PageApp.StartAsync(browser, Options(ColorScheme.Dark));
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync([.. PageApp.Links(5), .. Recorded]));
        await app.OpenAsync("#/library");
        await Expect(app.Page.Locator(".card")).ToHaveCountAsync(12);
        await TakeAsync(app, "library-dark.png");
    }

    private static ILocator Count(PageApp app, string filter) => app.Page.Locator($"[data-filter={filter}] .count");

    private static BrowserNewContextOptions Options(ColorScheme scheme) => new()
    {
        ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = 800 },
    };

    private static async Task TakeAsync(PageApp app, string name)
    {
        await app.Page.EvaluateAsync("document.querySelectorAll('.notice').forEach((notice) => notice.remove())");
        await app.Page.WaitForFunctionAsync(
            "document.images.length > 5 && [...document.images].every((image) => image.complete)");
        using var temp = new TempFolder();
        var folder = Environment.GetEnvironmentVariable("DOCS_IMAGES") is { Length: > 0 } given ? given : temp.Path;
        var screenshot = await app.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });

        Assert.InRange(screenshot.Length, 10_000, MaxBytes);
    }
}
