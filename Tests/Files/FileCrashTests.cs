using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tests.Processes;
using Tests.Spreadsheets;
using Tests.Support;

namespace Tests.Files;

[Collection(HostTests.Name)]
public sealed class FileCrashTests
{
    private const int Rows = 30_000;

    [Fact]
    public async Task A_file_whose_gateway_is_killed_during_acceptance_is_complete_after_the_next_start_or_absent()
    {
        using var folder = new TempFolder();
        string[] settings =
        [
            $"Data:Path={folder.Path}", "Files:BatchRows=10", "Jobs:Lease=00:00:02", "Jobs:LeaseRenewal=00:00:00.6",
            .. FilesApp.Districts,
        ];
        var csv = "n,x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},127.083,37.1139\n"));
        string? id;
        await using (var first = await GatewayProcess.StartAsync(settings))
        {
            // Accepted or not: the answer may come before the kill.
            var upload = first.Client.PostAsync("/files?name=a.csv", new ByteArrayContent(Encoding.UTF8.GetBytes(csv)));
            id = await Eventually.ValueAsync(
                () => FirstSubmissionAsync(first), found => found is not null, "the submission is seen");
            await first.KillAsync();
            await upload.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await using var second = await GatewayProcess.StartAsync(settings);
        var file = await Eventually.ValueAsync(
            async () => (await second.GetAsync($"/submissions/{id}?limit=1")).GetProperty("file"),
            view => view.GetProperty("waiting").GetInt32() == 0, "every row is done", TimeSpan.FromSeconds(60));
        var result = TableFiles.ReadTexts(
            await second.Client.GetByteArrayAsync($"/submissions/{id}/result?format=csv"));

        Assert.Equal(Rows, file.GetProperty("done").GetInt32());
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"), result.Skip(1).Select(row => row[0]));
        await Eventually.TrueAsync(
            () => Task.FromResult(Directory.GetFiles(Path.Combine(folder.Path, "files")).Length == 0),
            "the spool is empty");
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(folder.Path, "uploads"), "*", SearchOption.AllDirectories),
            path => Path.GetFileName(path) != ".lock");
    }

    private static async Task<string?> FirstSubmissionAsync(GatewayProcess gateway)
    {
        var items = (await gateway.Client.GetFromJsonAsync<JsonElement>("/submissions")).GetProperty("items");
        return items.GetArrayLength() == 0 ? null : items[0].GetProperty("id").GetString();
    }
}
