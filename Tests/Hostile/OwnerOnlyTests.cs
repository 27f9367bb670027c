using System.Runtime.Versioning;
using Tests.Gateway;
using Tests.Processes;
using Tests.Support;

namespace Tests.Hostile;

[Collection(HostTests.Name)]
public sealed class OwnerOnlyTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [UnsupportedOSPlatform("windows")]
    [NeedsFact("sh")]
    public async Task Only_the_owner_can_read_the_data_folder_and_its_files()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        await using var app = await GatewayProcess.StartAsync($"Data:Path={data}");
        using var backup = await app.Client.PostAsync("/backups", null);

        Assert.True(backup.IsSuccessStatusCode);
        var files = Directory.GetFileSystemEntries(data, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("links.db", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("links.db-wal", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".zip", StringComparison.Ordinal));
        Assert.All(files.Append(data), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
    }

    [UnsupportedOSPlatform("windows")]
    [NeedsFact("sh")]
    public async Task A_database_that_others_could_read_is_closed_at_the_start()
    {
        using var folder = new TempFolder();
        var database = Path.Combine(folder.Path, "links.db");
        await using (await GatewayApp.StartAsync(null, $"Data:Path={folder.Path}"))
        {
        }

        File.SetUnixFileMode(
            database, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var app = await GatewayApp.StartAsync(null, $"Data:Path={folder.Path}");

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(database) & Others);
    }
}
