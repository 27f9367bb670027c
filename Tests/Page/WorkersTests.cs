using Tests.Kafka;
using Tests.Kafka.Processes;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class WorkersTests(PageBrowser browser)
{
    [NeedsKafkaFact(PageBrowser.Program)]
    public async Task The_strip_counts_the_workers_and_the_health_view_names_them()
    {
        await using var system = await KafkaSystem.StartAsync(
            workers: 2,
            TimeSpan.FromMilliseconds(20),
            "Jobs:WorkerReports=00:00:00.5",
            "Kafka:StatisticsInterval=00:00:00.5");
        await using var context = await browser.Browser.NewContextAsync(
            new() { BaseURL = system.Gateway.Client.BaseAddress!.ToString(), Locale = "en-US" });
        context.SetDefaultTimeout(PageApp.TimeoutMilliseconds);
        var page = await context.NewPageAsync();
        SetDefaultExpectTimeout(PageApp.TimeoutMilliseconds);
        await page.GotoAsync("/#/health");

        await Expect(page.Locator("#workers")).ToHaveTextAsync("2");
        await Expect(page.Locator("#lag")).ToHaveTextAsync("0");
        await Expect(page.Locator("#worker-rows tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("#worker-rows tr").First).ToContainTextAsync("links.requested");
        await system.Workers[0].KillAsync();
        await Expect(page.Locator("#workers")).ToHaveTextAsync("1");
        await system.Workers[1].StopAsync();

        await Expect(page.Locator("#workers")).ToHaveTextAsync("0");
        await Expect(page.Locator("#workers-empty")).ToBeVisibleAsync();
        await Expect(page.Locator("#worker-rows tr")).ToHaveCountAsync(0);
    }
}
