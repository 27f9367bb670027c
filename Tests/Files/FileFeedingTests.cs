using System.Net;
using Tests.Gateway;
using Tests.Support;
using static Tests.Files.FeedingSteps;

namespace Tests.Files;

/// <summary>Feeds the batches of a file to a store that fails.</summary>
public sealed class FileFeedingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_error_of_the_store_while_a_file_is_fed_loses_no_row(bool isAfterItsEffect)
    {
        var faults = new FaultySubmissions();
        Func<int, Task> fails = number => number == 2 ? FaultySubmissions.Fail() : Task.CompletedTask;
        if (isAfterItsEffect)
            faults.AfterPage = fails;
        else
            faults.BeforePage = fails;
        await using var app = await FilesApp.StartFaultyAsync(faults, "Files:BatchRows=10");

        using var first = await SendAsync(app, "key-1");
        using var repeat = await SendAsync(app, "key-1");

        Assert.Equal(HttpStatusCode.Accepted, repeat.StatusCode);
        var file = await FileDoneAsync(app, await IdOfAsync(repeat));
        Assert.Equal(Rows, file.GetProperty("done").GetInt32());
        Assert.Equal(1, await CountSubmissionsAsync(app));
        await Eventually.TrueAsync(() => app.LeftOnDisk().Length == 0, "the spool is empty");
    }

    [Fact]
    public async Task A_file_whose_acceptance_failed_is_done_once_after_a_repeat_and_a_restart()
    {
        using var folder = new TempFolder();
        var faults = new FaultySubmissions { BeforeAdd = _ => FaultySubmissions.Fail() };
        await using (
            var app = await FilesApp.StartFaultyAsync(faults, "Files:BatchRows=10", $"Data:Path={folder.Path}"))
        {
            using var failed = await SendAsync(app, key: null);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
            faults.BeforeAdd = _ => Task.CompletedTask;
            using var repeat = await SendAsync(app, key: null);
            await FileDoneAsync(app, await IdOfAsync(repeat));
        }

        await using var next = await FilesApp.StartAsync(null, "Files:BatchRows=10", $"Data:Path={folder.Path}");
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal(1, await CountSubmissionsAsync(next));
    }

    [Fact]
    public async Task A_submission_whose_answer_was_lost_is_accepted_once()
    {
        var faults = new FaultySubmissions
        {
            AfterAdd = number => number == 1 ? FaultySubmissions.Fail() : Task.CompletedTask,
        };
        await using var app = await FilesApp.StartFaultyAsync(faults, "Files:BatchRows=10");

        using var response = await SendAsync(app, key: null);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await FileDoneAsync(app, await IdOfAsync(response));
        Assert.Equal(1, await CountSubmissionsAsync(app));
    }

    [NeedsSmallDiskFact]
    public async Task A_full_disk_rejects_an_upload_in_a_sentence_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        using var disk = SmallDisk.Mount(Path.Combine(folder.Path, "uploads"), kilobytes: 64);
        await using var app = await FilesApp.StartAsync(
            null, $"Data:Path={folder.Path}", "Data:MinFreeBytes=0");

        using var response = await SendAsync(app, key: null);

        Assert.Contains(
            "has no room for the upload",
            (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail(),
            StringComparison.Ordinal);
        Assert.Empty(app.LeftOnDisk());
    }

    [Fact]
    public async Task Files_that_wait_for_the_store_have_a_bound()
    {
        var stuck = new TaskCompletionSource();
        await using var app = await FilesApp.StartFaultyAsync(
            new FaultySubmissions { BeforePage = _ => stuck.Task }, "Files:BatchRows=10", "Files:MaxWaitingFiles=1");

        using var first = await SendAsync(app, key: null);
        using var second = await SendAsync(app, key: null);

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(
            "The limit of 1 waiting files is reached: send this one again later, or raise Files:MaxWaitingFiles.",
            (await second.ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail());
        stuck.SetResult();
        await FileDoneAsync(app, await IdOfAsync(first));
        using var third = await Eventually.ValueAsync(
            () => SendAsync(app, key: null), response => response.StatusCode == HttpStatusCode.Accepted,
            "there is room again");
    }
}
