using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using StandIn.Broker;
using Tables;
using Tests.Processes;
using Tests.Spreadsheets;
using Tests.Support;

namespace Tests.Files;

[Collection(BrokerTests.Name)]
public sealed class FilesOverKafkaTests
{
    private const int Copies = 10;

    [Fact]
    public async Task A_csv_and_a_workbook_have_the_same_result_although_one_of_two_workers_is_killed()
    {
        using var folder = new TempFolder();
        using var cluster = StartCluster();
        var settings = Settings(folder, cluster);
        await using var gateway = await GatewayProcess.StartAsync(settings);
        await using var killed = await GatewayProcess.StartWorkerAsync(settings);
        await using var other = await GatewayProcess.StartWorkerAsync(settings);
        var sample = FilesApp.Sample("overspeed-1101.csv");
        var header = sample.AsSpan().IndexOf((byte)'\n') + 1;

        var large = await PostAsync(
            gateway, [.. sample, .. Enumerable.Repeat(sample[header..], Copies - 1).SelectMany(rows => rows)]);
        await Eventually.TrueAsync(
            async () =>
                (await gateway.GetAsync($"/submissions/{large}?limit=1")).GetProperty("counts").GetProperty("succeeded")
                    .GetInt32() > 20,
            "some batches are done", TimeSpan.FromSeconds(60));
        await killed.KillAsync();
        var csv = await PostAsync(gateway, sample);
        var workbook = await PostAsync(gateway, FilesApp.Sample("overspeed-1101.xlsx"));
        var ofLarge = await ResultAsync(gateway, large);
        var ofCsv = await ResultAsync(gateway, csv);

        Assert.Equal(ofCsv, await ResultAsync(gateway, workbook));
        Assert.Equal(26, ofCsv.Skip(1).Count(row => row[4].Length > 0));
        Assert.Equal(ofCsv.Take(1).Concat(Enumerable.Repeat(ofCsv.Skip(1), Copies).SelectMany(rows => rows)), ofLarge);
    }

    [Fact]
    public async Task A_file_whose_gateway_is_killed_while_it_is_fed_is_fed_by_the_other_gateway()
    {
        const int Rows = 40_000;
        using var folder = new TempFolder();
        using var cluster = StartCluster();
        var settings = Settings(folder, cluster);
        await using var killed = await GatewayProcess.StartAsync(settings);
        await using var other = await GatewayProcess.StartAsync(settings);
        await using var worker = await GatewayProcess.StartWorkerAsync(settings);

        var id = await PostAsync(
            killed,
            Encoding.UTF8.GetBytes(
                "n,x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},127.083,37.1139\n"))));
        await killed.KillAsync();
        var stored = (await other.GetAsync($"/submissions/{id}?limit=1")).GetProperty("counts").GetProperty("total");
        var result = await ResultAsync(other, id);

        Assert.InRange(stored.GetInt32(), 1, Rows / 10 - 1);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"), result.Skip(1).Select(row => row[0]));
        await Eventually.TrueAsync(
            () => Task.FromResult(Directory.GetFiles(Path.Combine(folder.Path, "files")).Length == 0),
            "the spool is empty");
    }

    private static MockCluster StartCluster() => new(
        new BrokerOptions { FirstRebalanceDelay = TimeSpan.FromMilliseconds(50), Partitions = 6 });

    private static string[] Settings(TempFolder folder, MockCluster cluster) =>
    [
        $"Data:Path={folder.Path}", $"ConnectionStrings:kafka={cluster.Brokers}", "Kafka:FetchWait=00:00:00.010",
        "Kafka:SessionTimeout=00:00:01.500", "Kafka:Heartbeat=00:00:00.300", "Jobs:Lease=00:00:02",
        "Jobs:LeaseRenewal=00:00:00.500", "Jobs:RepublishDelay=00:00:01", "Jobs:RelayInterval=00:00:00.200",
        "Files:BatchRows=10", .. FilesApp.Districts,
    ];

    private static async Task<string> PostAsync(GatewayProcess gateway, byte[] file)
    {
        using var response = await gateway.Client.PostAsync("/files", new ByteArrayContent(file));
        Assert.True(
            response.IsSuccessStatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<List<string[]>> ResultAsync(GatewayProcess gateway, string id)
    {
        await Eventually.ValueAsync(
            () => gateway.GetAsync($"/submissions/{id}?limit=1"), view => view.GetProperty("done")
                .GetBoolean(), "the file is done",
            TimeSpan.FromSeconds(90));
        return TableFiles.ReadTexts(
            await gateway.Client.GetByteArrayAsync($"/submissions/{id}/result?format=csv"),
            new TableOptions(Separator: ','));
    }
}
