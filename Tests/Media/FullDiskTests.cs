using System.Text.Json;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// A full disk: the job's reason says so, nothing unfinished is visible or left, and the job succeeds once there is
/// room.
/// </summary>
[Collection(ProgramTests.Name)]
public sealed class FullDiskTests
{
    private const string Dog = "tjz2u2DiveM";
    private const string FullDevice = "/dev/full";

    /// <summary>
    /// Runs the real program with an output file to which every write fails, because the disk is full.
    /// </summary>
    [NeedsTheory("yt-dlp", "ffmpeg", "sh")]
    [InlineData("""{"audio":"mp3"}""")]
    [InlineData("""{"audio":"m4a"}""")]
    [InlineData("""{"audio":"opus"}""")]
    [InlineData("""{"video":"mp4"}""")]
    [InlineData("""{"video":"webm"}""")]
    public async Task The_disk_fills_up_while_ffmpeg_writes(string options)
    {
        using var folder = new TempFolder();
        var hasRoom = Path.Combine(folder.Path, "has-room");
        var ffmpeg = Scripts.Make(
            folder, "ffmpeg-on-a-full-disk",
            $"for out in \"$@\"; do :; done\n[ -e {hasRoom} ] || ln -s {FullDevice} \"$out\"\nexec ffmpeg \"$@\"\n");
        await using var media = await MediaApp.StartAsync(null, $"Media:Ffmpeg:Program={ffmpeg}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync(Dog, JsonSerializer.Deserialize<JsonElement>(options));

        await FailedWithoutRoomAsync(media, job);
        await File.WriteAllTextAsync(hasRoom, "");
        await SucceedsAsync(media, job);
    }

    /// <summary>The disk has room for the download and for a part of the converted file.</summary>
    [NeedsSmallDiskFact("yt-dlp", "ffmpeg")]
    public async Task The_disk_fills_up_in_the_middle_of_a_conversion()
    {
        using var folder = new TempFolder();
        var work = Path.Combine(folder.Path, "work");
        using var disk = SmallDisk.Mount(work, kilobytes: 300);
        await using var media = await MediaApp.StartAsync(
            null, $"Media:WorkPath={work}", "Jobs:MaxAttempts=2", "Data:MinFreeBytes=0");

        var job = await media.RunAsync(Dog, new { audio = new { format = "mp3", bitrate = 320 } });

        await FailedWithoutRoomAsync(media, job);
        Assert.Equal([".lock"], disk.Files.Select(Path.GetFileName));
    }

    [NeedsSmallDiskFact("yt-dlp")]
    public async Task The_disk_has_no_room_before_a_download()
    {
        using var folder = new TempFolder();
        var work = Path.Combine(folder.Path, "work");
        using var disk = SmallDisk.Mount(work, kilobytes: 300);
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = 1_000_000 }, $"Media:WorkPath={work}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync("standnoroom", new { audio = "original" });

        await FailedWithoutRoomAsync(media, job, "standnoroom");
        Assert.Equal([".lock"], disk.Files.Select(Path.GetFileName));
    }

    [NeedsSmallDiskFact("yt-dlp")]
    public async Task The_disk_fills_up_while_a_file_is_stored()
    {
        using var folder = new TempFolder();
        using var disk = SmallDisk.Mount(Path.Combine(folder.Path, "artifacts"), kilobytes: 300);
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = 1_000_000 }, $"Data:Path={folder.Path}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync("standnoroom", new { audio = "original" });

        await FailedWithoutRoomAsync(media, job, "standnoroom");
        Assert.Empty(disk.Files);
        disk.Dispose();
        await SucceedsAsync(media, job);
    }

    private static async Task FailedWithoutRoomAsync(MediaApp media, JsonElement job, string video = Dog)
    {
        Assert.True(job.GetProperty("state").GetString() == "Failed", job.ToString());
        var reason = job.GetProperty("failure").GetProperty("reason").GetString()!;
        Assert.Contains("has no room for the", reason, StringComparison.Ordinal);
        Assert.Contains("lower Media:MaxTotalBytes", reason, StringComparison.Ordinal);
        Assert.Empty((await media.App.GetAsync($"/videos/{video}")).GetProperty("artifacts").EnumerateArray());
        Assert.Empty(media.Unfinished);
    }

    private static async Task SucceedsAsync(MediaApp media, JsonElement job)
    {
        var id = job.GetProperty("id").GetString();
        (await media.App.Client.PostAsync($"/jobs/{id}/retry", null)).EnsureSuccessStatusCode();
        await Eventually.ValueAsync(
            () => media.App.GetAsync($"/jobs/{id}"), view => view.GetProperty("state").GetString() == "Succeeded",
            "the job succeeds", TimeSpan.FromSeconds(90));
        Assert.Empty(media.Unfinished);
    }
}
