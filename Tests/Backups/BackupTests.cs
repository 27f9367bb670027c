using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Adapters.Sqlite;
using Tests.Files;
using Tests.Gateway;
using Tests.StandIn;
using Tests.Support;

namespace Tests.Backups;

/// <summary>Backs up a gateway that works, and restores the backup elsewhere: docs/adr/0009.</summary>
[Collection("processes")]
public sealed class BackupTests : IDisposable
{
    private const int Rows = 5_000;

    private readonly TempFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    private string Restored => Path.Combine(folder.Path, "restored");

    private string BackupFile => Path.Combine(folder.Path, "backup.zip");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_accepted_before_a_backup_under_load_is_there_after_its_restore()
    {
        string[] settings = ["Files:BatchRows=10", $"Data:Path={Data}"];
        var stuck = new TaskCompletionSource();
        Func<int, Task> stopAtThird = number => number >= 3 ? stuck.Task : Task.CompletedTask;
        await using var app = await FilesApp.StartFaultyAsync(
            new FaultySubmissions { BeforePage = stopAtThird }, settings);
        using var sent = await app.PostAsync("/files?name=a.csv", File(Rows));
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var file = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var accepted = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(
            Enumerable.Range(0, 2).Select(lane => SubmitUntilAsync(app, lane, accepted, stop.Token)));
        await Eventually.TrueAsync(() => accepted.Count > 20, "links are accepted");

        string[] before = [.. accepted, file];
        using var taken = await app.Client.PostAsync("/backups", null);
        var loadDuring = accepted.Count - before.Length + 1;
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        await System.IO.File.WriteAllBytesAsync(
            BackupFile, await app.Client.GetByteArrayAsync(taken.Headers.Location));
        await stop.CancelAsync();
        await load;
        await AssertRunsAsync(["restore", BackupFile, $"--Data:Path={Restored}"], "Restored the state of ");

        await using var next = await FilesApp.StartAsync(null, [.. settings[..^1], $"Data:Path={Restored}"]);
        foreach (var id in before)
            await next.UntilDoneAsync(id);
        var view = await next.GetAsync($"/submissions/{file}?limit=1");
        Assert.Equal(Rows, view.GetProperty("file").GetProperty("done").GetInt32());
        using (var database = SqliteDatabase.Open(Restored, new SqliteOptions()))
            Assert.Null(await database.CheckAsync(default));

        // The gateway went on during the backup, and goes on after it.
        Assert.True(loadDuring > 0, "Nothing was accepted during the backup.");
        stuck.SetResult();
        foreach (var id in accepted.Append(file))
            await app.UntilDoneAsync(id);
        await Eventually.TrueAsync(() => app.LeftOnDisk().Length == 0, "the spool is empty");
    }

    [Fact]
    public async Task A_gateway_keeps_as_many_backups_as_the_setting_says()
    {
        await using var app = await GatewayApp.StartAsync(null, $"Data:Path={Data}", "Data:MaxBackups=2");
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var taken = await app.Client.PostAsync("/backups", null);
            names.Add((await taken.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString()!);
        }

        var listed = await app.GetAsync("/backups");
        Assert.Equal(2, listed.GetProperty("max").GetInt32());
        Assert.Equal([names[2], names[1]], Names(listed));

        using var deleted = await app.Client.DeleteAsync($"/backups/{names[2]}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal([names[1]], Names(await app.GetAsync("/backups")));
        foreach (var name in new[] { names[0], "..%2Flinks.db", "links.db" })
        {
            using var missing = await app.Client.GetAsync($"/backups/{name}");
            await missing.ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_command_backs_up_a_running_gateway_and_restores_only_a_stopped_one()
    {
        string id;
        await using (var app = await GatewayApp.StartAsync(null, $"Data:Path={Data}"))
        {
            id = await app.SubmitAsync("stand000001");
            await app.UntilDoneAsync(id);
            await AssertRunsAsync(["backup", BackupFile, $"--Data:Path={Data}"], $"Wrote {BackupFile} (");
            Assert.StartsWith($"The file {BackupFile} exists", await RefusalAsync("backup", BackupFile));
            Assert.StartsWith($"The folder {Data} is in use by process", await RefusalAsync("restore", BackupFile));
        }

        Assert.StartsWith($"The folder {Data} has a database: add --replace", await RefusalAsync("restore", BackupFile));
        await AssertRunsAsync(["restore", BackupFile, "--replace", $"--Data:Path={Data}"], "Restored the state of ");
        Assert.True(System.IO.File.Exists(
            Path.Combine(Assert.Single(Directory.GetDirectories(Data, "replaced-*")), "links.db")));
        await using var next = await GatewayApp.StartAsync(null, $"Data:Path={Data}");
        Assert.True((await next.GetAsync($"/submissions/{id}")).GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task A_damaged_backup_changes_nothing()
    {
        await using (await GatewayApp.StartAsync(null, $"Data:Path={Data}"))
            await AssertRunsAsync(["backup", BackupFile, $"--Data:Path={Data}"], "Wrote ");
        var before = await System.IO.File.ReadAllBytesAsync(Path.Combine(Data, "links.db"));

        using (var zip = ZipFile.Open(BackupFile, ZipArchiveMode.Update))
        {
            using var database = zip.GetEntry("links.db")!.Open();
            database.Position = database.Length / 2;
            database.WriteByte(0xA5);
            database.WriteByte(0x5A);
        }

        Assert.Contains("links.db is damaged", await RefusalAsync("restore", BackupFile, "--replace"));
        await System.IO.File.WriteAllTextAsync(BackupFile, "no zip");
        Assert.Contains("is no complete backup", await RefusalAsync("restore", BackupFile, "--replace"));
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(Path.Combine(Data, "links.db")));
        Assert.Empty(Directory.GetDirectories(Data, "re*"));
    }

    private static IEnumerable<string> Names(JsonElement listed) =>
        listed.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!);

    private static async Task SubmitUntilAsync(
        GatewayApp app, int lane, ConcurrentQueue<string> accepted, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested && i < 2_000; i++)
            accepted.Enqueue(await app.SubmitAsync([.. Enumerable.Range(0, 5).Select(n => $"stand{lane}{i:0000}{n:0}")]));
    }

    private static byte[] File(int rows) => Encoding.UTF8.GetBytes(
        "id,x,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},127.083,37.1139\n")));

    private static async Task AssertRunsAsync(string[] arguments, string start)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith(start, output, StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync([.. arguments, $"--Data:Path={Data}"]);

        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.Trim().Split('\n'));
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments) =>
        Probe.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gateway.Api.dll"), .. arguments]);
}
