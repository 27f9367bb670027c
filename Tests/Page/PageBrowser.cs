using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Page;

/// <summary>One Chromium for all tests of the page; each has a context of its own. Never beside other tests: it takes both cores.</summary>
public sealed class PageBrowser : IAsyncLifetime
{
    public const string Program = "chromium";

    /// <summary>Without these it looks for hosts of its own at every start, and tells of that in the log.</summary>
    private static readonly string[] Quiet =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    internal IBrowser Browser => browser ?? throw new InvalidOperationException($"There is no {Program}: tests that need it are skipped.");

    public async Task InitializeAsync()
    {
        if (Programs.Find(Program) is not { } path)
            return;

        playwright = await Playwright.CreateAsync();

        // Chromium refuses to put root into its sandbox.
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

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PageTestGroup : ICollectionFixture<PageBrowser>
{
    public const string Name = "page";
}
