using Adapters.FileSystem.Spool;
using Files.Spooling;
using Jobs.Submissions;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Files;

public sealed class FileBatchSpoolTests : BatchSpoolContract
{
    private static readonly HashSet<SubmissionId> Nothing = [];

    private readonly TempFolder folder = new();

    private SpoolPaths Paths => new(folder.Path);

    protected override ValueTask<(IBatchSpool First, IBatchSpool Second)> OpenAsync() =>
        ValueTask.FromResult<(IBatchSpool, IBatchSpool)>((Open(), Open()));

    protected override ValueTask CloseAsync()
    {
        Assert.DoesNotContain(
            Directory.GetFiles(folder.Path), path => path.EndsWith(".lock", StringComparison.Ordinal)
                && !File.Exists(Path.ChangeExtension(path, ".json")));
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_a_dead_writer_left_is_removed_and_what_a_living_one_writes_is_not()
    {
        var dead = Some.Submission().Id;
        await File.WriteAllTextAsync(Paths.Rows(dead), "0 [[");
        await File.WriteAllTextAsync(Paths.NewNote(dead), "{");
        await File.WriteAllTextAsync(Paths.Lock(dead), "");
        await using var living = await Spool.CreateAsync(Some.Submission().Id, default);

        Assert.Equal(1, await Other.RemoveAbandonedAsync(default));

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        await living.AddAsync(1, "0 [[1]]\n"u8.ToArray(), default);
    }

    [Fact]
    public async Task A_torn_note_is_a_file_that_was_not_accepted()
    {
        var id = Some.Submission().Id;
        await File.WriteAllTextAsync(Paths.Rows(id), "0 [[1]]\n");
        await File.WriteAllTextAsync(Paths.Note(id), """{"submissionId":"01""");

        Assert.Null(await Spool.ClaimAsync(Nothing, default));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_file_whose_batches_are_cut_off_is_damaged()
    {
        var id = Some.Submission().Id;
        await KeepAsync(id, batches: 3);
        await File.WriteAllTextAsync(Paths.Rows(id), "0 [[1]]\n");
        await using var claimed = (await Spool.ClaimAsync(Nothing, default))!;

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(claimed));
    }

    [Fact]
    public async Task A_torn_mark_reads_the_file_from_its_start()
    {
        var id = Some.Submission().Id;
        await KeepAsync(id, batches: 3);
        await File.WriteAllTextAsync(Paths.Mark(id), "2 1");
        await using var claimed = (await Spool.ClaimAsync(Nothing, default))!;

        Assert.Equal(3, (await ReadAsync(claimed)).Sum(page => page.Batches.Count));
    }

    private FileBatchSpool Open() => new(Paths, NullLogger<FileBatchSpool>.Instance);
}
