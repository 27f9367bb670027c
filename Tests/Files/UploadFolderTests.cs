using Files.Uploads;
using Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Files;

public sealed class UploadFolderTests
{
    [Fact]
    public async Task A_starting_process_removes_the_uploads_of_dead_processes_and_no_others()
    {
        using var folder = new TempFolder();
        var root = Path.Combine(folder.Path, "uploads");
        using var living = await StartAsync(folder);
        var upload = living.NewFile();
        await File.WriteAllTextAsync(upload, "a,b");
        var dead = Directory.CreateDirectory(Path.Combine(root, "dead")).FullName;
        await File.WriteAllTextAsync(Path.Combine(dead, ".lock"), "");
        await File.WriteAllTextAsync(Path.Combine(dead, "upload"), "a,b");
        await File.WriteAllTextAsync(Path.Combine(root, "upload-of-an-earlier-version"), "a,b");

        using var next = await StartAsync(folder);

        Assert.True(File.Exists(upload));
        Assert.False(Directory.Exists(dead));
        Assert.Empty(Directory.GetFiles(root));
        Assert.NotEqual(Path.GetDirectoryName(upload), Path.GetDirectoryName(next.NewFile()));
    }

    [Fact]
    public async Task A_process_that_ends_leaves_nothing()
    {
        using var folder = new TempFolder();
        using (var uploads = await StartAsync(folder))
            await File.WriteAllTextAsync(uploads.NewFile(), "a,b");

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Path, "uploads")));
    }

    private static async Task<UploadFolder> StartAsync(TempFolder folder)
    {
        var uploads = new UploadFolder(
            Options.Create(new DataOptions { Path = folder.Path }), NullLogger<UploadFolder>.Instance);
        await uploads.StartAsync(default);
        return uploads;
    }
}
