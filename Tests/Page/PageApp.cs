using Microsoft.Playwright;
using StandIn.Settings;
using Tests.Gateway;

namespace Tests.Page;

/// <summary>Runs the page in a browser against a gateway on a real port, which uses the stand-in.</summary>
internal sealed class PageApp : IAsyncDisposable
{
    /// <summary>Timeout of a browser action. Generous, because it only limits how long a failure takes.</summary>
    public const float TimeoutMilliseconds = 60_000;

    /// <summary>A source that takes longer than a test, so that jobs stay in flight.</summary>
    public static readonly StandInSettings NeverEnds = new() { Latency = TimeSpan.FromSeconds(115) };

    /// <summary>Settings of a gateway that waits for a source that never ends, but not when it shuts down.</summary>
    public static readonly string[] WaitForSource =
        ["Sources:YouTubeApi:Timeout=00:02:00", "Jobs:DrainTimeout=00:00:00.1"];

    private readonly IBrowserContext context;
    private readonly List<string> errors = [];
    private readonly List<string> foreignRequests = [];

    private PageApp(GatewayApp gateway, IBrowserContext context, IPage page)
    {
        Gateway = gateway;
        this.context = context;
        Page = page;
    }

    public GatewayApp Gateway { get; }

    public IPage Page { get; }

    /// <summary>Script errors and violations of the content policy.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Requests to other hosts.</summary>
    public IReadOnlyList<string> ForeignRequests => foreignRequests;

    public static Task<PageApp> StartAsync(
        PageBrowser browser, StandInSettings? settings = null, params string[] configuration) =>
        StartAsync(browser, new(), settings, configuration);

    public static async Task<PageApp> StartAsync(
        PageBrowser browser,
        BrowserNewContextOptions options,
        StandInSettings? settings = null,
        params string[] configuration)
    {
        var youTube = settings ?? new();
        var gateway = await GatewayApp.StartAsync(youTube, configuration);
        var context = await browser.Browser.NewContextAsync(WithDefaults(options, gateway.Client.BaseAddress!));
        context.SetDefaultTimeout(TimeoutMilliseconds);
        Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);
        var app = new PageApp(gateway, context, await context.NewPageAsync());
        app.CollectErrors();
        return app;
    }

    public Task OpenAsync(string route = "") => Page.GotoAsync($"/{route}");

    /// <summary>Pastes links and submits them.</summary>
    public async Task AddAsync(params IEnumerable<string> links)
    {
        // Sets the value like a paste. Typing ten thousand lines takes the browser half a minute.
        await Page.Locator("#links").EvaluateAsync(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }",
            string.Join('\n', links));
        await Page.Locator("#send").ClickAsync();
        await Assertions.Expect(Page.Locator("#links")).ToHaveValueAsync("");
    }

    public ILocator Row(string title) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = title });

    public static IEnumerable<string> Links(int count) =>
        Enumerable.Range(0, count).Select(i => $"https://youtu.be/stand{i:D6}");

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    private static BrowserNewContextOptions WithDefaults(BrowserNewContextOptions options, Uri address)
    {
        options.BaseURL ??= address.ToString();
        options.Locale ??= "en-US";
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        return options;
    }

    private void CollectErrors()
    {
        var host = new Uri(Gateway.Client.BaseAddress!, "/").Authority;
        Page.PageError += (_, error) => errors.Add(error);
        Page.Console += (_, message) =>
        {
            // The console also reports missing thumbnails and broken streams as errors.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
                && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
                errors.Add(message.Text);
        };
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != host && !address.IsLoopback)
                foreignRequests.Add(request.Url);
        };
    }
}
