using Adapters.FileSystem;
using Adapters.FileSystem.Spool;
using Files;
using Files.Preparation;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Backups;

public sealed class SpoolBackupTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_is_fed_during_a_backup_is_in_it_and_deleted_after_it()
    {
        var spool = new FileBatchSpool(
            new SpoolPaths(Path.Combine(folder.Path, "files")), NullLogger<FileBatchSpool>.Instance);
        await SpoolAsync(spool);
        await using var claimed = await spool.ClaimAsync(new HashSet<SubmissionId>(), default);
        Assert.NotNull(claimed);

        using (var backup = await SpoolBackup.HoldAsync(folder.Path, default))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await claimed.DeleteAsync(default));
            var open = backup.Open();
            Assert.Equal([".json", ".rows"], open.Select(file => Path.GetExtension(file.Name)));
            foreach (var file in open)
                await file.DisposeAsync();
        }

        Assert.True(await claimed.DeleteAsync(default));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "files")));
    }

    [Fact]
    public async Task A_killed_backup_does_not_keep_files()
    {
        var paths = new SpoolPaths(Path.Combine(folder.Path, "files"));
        Directory.CreateDirectory(paths.Root);
        await File.WriteAllTextAsync(paths.Gate, "");

        Assert.False(SpoolGate.IsClosed(paths));
        using (await SpoolBackup.HoldAsync(folder.Path, default))
            Assert.True(SpoolGate.IsClosed(paths));
        Assert.False(SpoolGate.IsClosed(paths));
    }

    private static async Task SpoolAsync(FileBatchSpool spool)
    {
        var file = new PreparedFile(
            SubmissionId.New(TimeProvider.System).ToString(), DateTimeOffset.UtcNow, null, null, "rows", "{}",
            new FileDetails
            {
                Kind = "coordinates", Format = "csv", HasHeader = true, Columns = ["n", "x", "y"], Batches = 1, Rows = 1,
            })
        {
            Version = PreparedFile.CurrentVersion,
        };
        await using var writer = await spool.CreateAsync(file.Id, default);
        await writer.AddAsync(1, "0 [[1,127.083,37.1139]]\n"u8.ToArray(), default);
        await writer.KeepAsync(file, default);
    }
}
