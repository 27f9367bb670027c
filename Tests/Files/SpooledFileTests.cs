using System.Net;
using System.Text.Json.Nodes;
using Adapters.FileSystem.Spool;
using Files;
using Files.Feeding;
using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Gateway;
using Tests.Support;
using static Tests.Files.FeedingSteps;

namespace Tests.Files;

/// <summary>Feeds files that an earlier process accepted and kept in the spool.</summary>
public sealed class SpooledFileTests
{
    [Fact]
    public async Task A_restart_leaves_a_submission_open_until_every_batch_is_stored()
    {
        using var folder = new TempFolder();
        string[] settings = ["Files:BatchRows=10", $"Data:Path={folder.Path}"];
        var stuck = new TaskCompletionSource();
        Func<int, Task> stopAtThird = number => number >= 3 ? stuck.Task : Task.CompletedTask;
        string id;
        await using (
            var app = await FilesApp.StartFaultyAsync(new FaultySubmissions { BeforePage = stopAtThird }, settings))
        {
            var sent = SendAsync(app, "key-1");
            id = await Eventually.ValueAsync(
                () => FirstSubmissionAsync(app), found => found.Length > 0, "the submission is seen");
            await Eventually.TrueAsync(
                async () =>
                    (await CountsAsync(app, id)).GetProperty("succeeded").GetInt32() >= 400, "two pages are done");
        }

        var first = new FaultySubmissions { BeforePage = _ => stuck.Task };
        await using var next = await FilesApp.StartFaultyAsync(first, settings);
        await Task.Delay(TimeSpan.FromSeconds(3));
        var view = await next.GetAsync($"/submissions/{id}?limit=1");

        Assert.False(view.GetProperty("done").GetBoolean(), "The submission looks done, but most rows are not stored.");
        stuck.SetResult();
        Assert.Equal(Rows, (await FileDoneAsync(next, id)).GetProperty("done").GetInt32());
        await next.UntilDoneAsync(id);
    }

    [Fact]
    public async Task A_spooled_file_that_is_damaged_ends_and_its_result_says_so()
    {
        using var folder = new TempFolder();
        string[] settings = ["Files:BatchRows=10", $"Data:Path={folder.Path}"];
        var stuck = new TaskCompletionSource();
        Func<int, Task> stopAtThird = number => number >= 3 ? stuck.Task : Task.CompletedTask;
        string id;
        await using (var app = await FilesApp.StartFaultyAsync(
            new FaultySubmissions { BeforePage = stopAtThird }, settings))
        {
            using var response = await SendAsync(app, key: null);
            id = await IdOfAsync(response);
            await Eventually.TrueAsync(
                async () => (await CountsAsync(app, id)).GetProperty("succeeded").GetInt32() >= 400,
                "two pages are done");
        }

        var rows = Path.Combine(folder.Path, "files", $"{id}.rows");
        await File.WriteAllTextAsync(rows, (await File.ReadAllTextAsync(rows))[..^20_000]);
        await using var next = await FilesApp.StartAsync(null, settings);
        await next.UntilDoneAsync(id);
        using var result = await next.Client.GetAsync($"/submissions/{id}/result");

        Assert.Equal(
            "Not all rows of this file were stored: send the file again, or add partial=true.",
            (await result.ProblemAsync(HttpStatusCode.Conflict)).Detail());
    }

    [Fact]
    public async Task A_file_that_an_earlier_version_spooled_is_done()
    {
        using var folder = new TempFolder();
        const int Batches = 450;
        var file = Prepared(Batches);
        var files = Directory.CreateDirectory(Path.Combine(folder.Path, "files")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(files, $"{file.SubmissionId}.rows"),
            string.Concat(Enumerable.Range(0, Batches).Select(i => $"{i} [[{i},127.083,37.1139]]\n")));
        var note = JsonNode.Parse(file.ToJson())!.AsObject();
        note.Remove("version");
        note["lastBatchAt"] = 16_000;
        await File.WriteAllTextAsync(Path.Combine(files, $"{file.SubmissionId}.json"), note.ToJsonString());
        string[] settings = ["Files:BatchRows=10", $"Data:Path={folder.Path}"];

        await using var app = await FilesApp.StartAsync(null, settings);
        await Eventually.TrueAsync(() => app.LeftOnDisk().Length == 0, "the spool is empty");
        await app.UntilDoneAsync(file.SubmissionId);

        Assert.Equal(
            Enumerable.Range(0, Batches).Select(i => $"{i}"),
            (await app.ResultAsync(file.SubmissionId)).Skip(1).Select(row => row[0]));
        Assert.Equal(1, await CountSubmissionsAsync(app));
    }

    [Fact]
    public async Task A_kept_file_that_nobody_accepted_is_removed_after_an_hour_on_the_clock_of_this_process()
    {
        await using var app = await FilesApp.StartAsync();
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var spool = new FileBatchSpool(new SpoolPaths(folder.Path), NullLogger<FileBatchSpool>.Instance);
        var file = Prepared(batches: 1) with { Version = PreparedFile.CurrentVersion };
        await using (var writer = await spool.CreateAsync(file.Id, default))
        {
            await writer.AddAsync(1, "0 [[1,127.083,37.1139]]\n"u8.ToArray(), default);
            await writer.KeepAsync(file, default);
        }

        using var feeder = ActivatorUtilities.CreateInstance<FileFeeder>(
            app.Services, (IEnumerable<IBatchSpool>)[spool], clock);
        Assert.True(await feeder.FeedAllAsync(default));
        clock.Advance(FileFeeder.AcceptanceLimit - TimeSpan.FromSeconds(1));
        Assert.True(await feeder.FeedAllAsync(default));
        Assert.Equal(1, await spool.CountAsync(10, default));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await feeder.FeedAllAsync(default));

        Assert.Equal(0, await spool.CountAsync(10, default));
        Assert.Equal(0, await CountSubmissionsAsync(app));
    }

    private static PreparedFile Prepared(int batches) => new(
        SubmissionId.New(TimeProvider.System).ToString(), DateTimeOffset.UtcNow, null, null, "rows",
        """{"x":1,"y":2,"correctSwapped":false,"nearestMetres":0}""",
        new FileDetails
        {
            Kind = "coordinates",
            Format = "csv",
            HasHeader = true,
            Columns = ["n", "x", "y"],
            Rows = batches,
            Batches = batches,
        });
}
