using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Page;

/// <summary>
/// Starts one Chromium for all page tests; each test has its own context. Page tests run one at a time, because a
/// browser uses all cores, and side by side with other groups.
/// </summary>
public sealed class PageBrowser : IAsyncLifetime
{
    public const string Program = "chromium";

    /// <summary>Keeps Chromium from contacting its own hosts at every start and filling the log.</summary>
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",

        // Names for tests of more than one origin.
        "--host-resolver-rules=MAP *.test 127.0.0.1",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    internal IBrowser Browser => browser
        ?? throw new InvalidOperationException($"{Program} was not found, so tests that need it are skipped.");

    public async Task InitializeAsync()
    {
        if (Programs.Find(Program) is not { } path)
            return;

        playwright = await Playwright.CreateAsync();

        // Chromium refuses to run as root in its sandbox.
        string[] asRoot = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path, Args = [.. Quiet, "--autoplay-policy=no-user-gesture-required", .. asRoot],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class PageTestGroup : ICollectionFixture<PageBrowser>
{
    public const string Name = "page";
}
