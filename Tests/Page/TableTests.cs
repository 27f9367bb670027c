using Microsoft.Playwright;
using Tests.Files;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class TableTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task A_table_is_recognized_corrected_looked_up_and_downloaded()
    {
        await using var app = await PageApp.StartAsync(browser, settings: null, FilesApp.Districts);
        await app.OpenAsync();

        await app.Page.Locator("#file")
            .SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Files", "overspeed-1101.csv"));
        await Expect(app.Page.Locator(".file-rows")).ToHaveTextAsync("1,098 rows, 3 empty rows skipped");
        await Expect(app.Page.Locator("[name=x]")).ToHaveValueAsync("5");
        await app.Page.Locator("[name=y]").SelectOptionAsync("7");
        await Expect(app.Page.Locator(".file-table th[data-marked=true]").Last).ToHaveTextAsync("속도");
        await app.Page.Locator("[name=y]").SelectOptionAsync("6");
        await Expect(app.Page.Locator(".file-table th[data-marked=true]").Last).ToHaveTextAsync("6");
        await app.Page.Locator(".file-form .primary").ClickAsync();

        await Expect(app.Page.Locator("#file-progress")).ToContainTextAsync("1,098 of 1,098 rows looked up");
        await Expect(app.Page.Locator("#file-progress tbody tr")).ToHaveCountAsync(8);
        var download = await app.Page.RunAndWaitForDownloadAsync(
            () => app.Page.GetByText("Download xlsx").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(app.Errors);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_reader_can_name_the_columns_of_a_table_that_is_not_recognized()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        await app.Page.Locator("#file").SetInputFilesAsync(new FilePayload
        {
            Name = "ids.csv",
            MimeType = "text/csv",
            Buffer = "name,clip\none,stand000001\ntwo,stand000002\n"u8.ToArray(),
        });
        await Expect(app.Page.Locator(".failure-summary")).ToContainTextAsync("No column with links");
        await app.Page.Locator("[name=link]").FillAsync("clip");
        await app.Page.Locator(".file-form .primary").ClickAsync();
        await Expect(app.Page.Locator(".file-rows")).ToHaveTextAsync("2 rows");
        await app.Page.Locator(".file-form .primary").ClickAsync();

        await Expect(app.Page.Locator("#file-progress")).ToContainTextAsync("2 of 2 rows looked up");
        await Expect(app.Page.Locator("#file-progress tbody")).ToContainTextAsync("Stand-in video stand000001");
    }
}
