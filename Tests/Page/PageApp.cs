using Microsoft.Playwright;
using StandIn.Settings;
using Tests.Gateway;

namespace Tests.Page;

/// <summary>The page in a browser, before the gateway on a real port, before the stand-in.</summary>
internal sealed class PageApp : IAsyncDisposable
{
    /// <summary>Generous: it only bounds how long a failure takes.</summary>
    public const float WaitLimit = 60_000;

    /// <summary>Longer than a test lasts: its jobs stay at work.</summary>
    public static readonly StandInSettings NeverEnds = new() { Latency = TimeSpan.FromSeconds(115) };

    /// <summary>A gateway that waits for such a source, and does not when it stops.</summary>
    public static readonly string[] Patiently = ["Sources:YouTubeApi:Timeout=00:02:00", "Jobs:DrainTimeout=00:00:00.1"];

    private readonly IBrowserContext context;
    private readonly List<string> wrong = [];
    private readonly List<string> elsewhere = [];

    private PageApp(GatewayApp gateway, IBrowserContext context, IPage page)
    {
        Gateway = gateway;
        this.context = context;
        Page = page;
    }

    public GatewayApp Gateway { get; }

    public IPage Page { get; }

    /// <summary>Errors of scripts and breaches of the content policy.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Requests to other hosts.</summary>
    public IReadOnlyList<string> Elsewhere => elsewhere;

    public static Task<PageApp> StartAsync(PageBrowser browser, StandInSettings? settings = null, params string[] configuration) =>
        StartAsync(browser, new(), settings, configuration);

    public static async Task<PageApp> StartAsync(
        PageBrowser browser, BrowserNewContextOptions options, StandInSettings? settings = null, params string[] configuration)
    {
        var youTube = settings ?? new();
        var gateway = await GatewayApp.StartAsync(youTube, configuration);
        var context = await browser.Browser.NewContextAsync(Completed(options, gateway.Client.BaseAddress!));
        context.SetDefaultTimeout(WaitLimit);
        Assertions.SetDefaultExpectTimeout(WaitLimit);
        var app = new PageApp(gateway, context, await context.NewPageAsync());
        app.Watch();
        return app;
    }

    public Task OpenAsync(string place = "") => Page.GotoAsync($"/{place}");

    /// <summary>Pastes links and sends them.</summary>
    public async Task AddAsync(params IEnumerable<string> links)
    {
        // As a paste does it: typed in, ten thousand lines take the browser's editor half a minute.
        await Page.Locator("#links").EvaluateAsync(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", string.Join('\n', links));
        await Page.Locator("#send").ClickAsync();
        await Assertions.Expect(Page.Locator("#links")).ToHaveValueAsync("");
    }

    public ILocator Row(string title) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = title });

    public static IEnumerable<string> Links(int count) => Enumerable.Range(0, count).Select(i => $"https://youtu.be/stand{i:D6}");

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    private static BrowserNewContextOptions Completed(BrowserNewContextOptions options, Uri address)
    {
        options.BaseURL ??= address.ToString();
        options.Locale ??= "en-US";
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        return options;
    }

    private void Watch()
    {
        var host = new Uri(Gateway.Client.BaseAddress!, "/").Authority;
        Page.PageError += (_, error) => wrong.Add(error);
        Page.Console += (_, message) =>
        {
            // A picture that is not there and a stream that breaks are told as errors too.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
                && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
                wrong.Add(message.Text);
        };
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != host && !address.IsLoopback)
                elsewhere.Add(request.Url);
        };
    }
}
