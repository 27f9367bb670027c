using System.Text.Json;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// A disk without room: the job says so in a sentence, nothing half made is seen or left, and with room it is done.
/// </summary>
[Collection("processes")]
public sealed class FullDiskTests
{
    private const string Dog = "tjz2u2DiveM";
    private const string FullDevice = "/dev/full";

    /// <summary>
    /// The real program, whose file is where every write finds the disk full; sound is only one of two, so its end is
    /// written too.
    /// </summary>
    [NeedsTheory("yt-dlp", "ffmpeg", "sh")]
    [InlineData("""{"audio":"mp3"}""")]
    [InlineData("""{"audio":"m4a"}""")]
    [InlineData("""{"audio":"opus"}""")]
    [InlineData("""{"video":"mp4"}""")]
    [InlineData("""{"video":"webm"}""")]
    public async Task While_ffmpeg_writes(string wanted)
    {
        using var folder = new TempFolder();
        var hasRoom = Path.Combine(folder.Path, "has-room");
        var ffmpeg = Scripts.Make(
            folder, "ffmpeg-on-a-full-disk", $"for out in \"$@\"; do :; done\n[ -e {hasRoom} ] || ln -s {FullDevice} \"$out\"\nexec ffmpeg \"$@\"\n");
        await using var media = await MediaApp.StartAsync(null, $"Media:Ffmpeg:Program={ffmpeg}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync(Dog, JsonSerializer.Deserialize<JsonElement>(wanted));

        await FailedForRoomAsync(media, job);
        await File.WriteAllTextAsync(hasRoom, "");
        await SucceedsAsync(media, job);
    }

    /// <summary>Room for the download and for a part of the file that is made of it, as it is on a real disk.</summary>
    [NeedsSmallDiskFact("yt-dlp", "ffmpeg")]
    public async Task In_the_middle_of_what_ffmpeg_writes()
    {
        using var folder = new TempFolder();
        var work = Path.Combine(folder.Path, "work");
        using var disk = SmallDisk.Mount(work, kilobytes: 300);
        await using var media = await MediaApp.StartAsync(null, $"Media:WorkPath={work}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync(Dog, JsonSerializer.Deserialize<JsonElement>("""{"audio":{"format":"mp3","bitrate":320}}"""));

        await FailedForRoomAsync(media, job);
        Assert.Equal([".lock"], disk.Files.Select(Path.GetFileName));
    }

    [NeedsSmallDiskFact("yt-dlp")]
    public async Task Before_a_download()
    {
        using var folder = new TempFolder();
        var work = Path.Combine(folder.Path, "work");
        using var disk = SmallDisk.Mount(work, kilobytes: 300);
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = 1_000_000 }, $"Media:WorkPath={work}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync("standnoroom", JsonSerializer.Deserialize<JsonElement>("""{"audio":"original"}"""));

        await FailedForRoomAsync(media, job, "standnoroom");
        Assert.Equal([".lock"], disk.Files.Select(Path.GetFileName));
    }

    [NeedsSmallDiskFact("yt-dlp")]
    public async Task While_a_file_is_stored()
    {
        using var folder = new TempFolder();
        using var disk = SmallDisk.Mount(Path.Combine(folder.Path, "artifacts"), kilobytes: 300);
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = 1_000_000 }, $"Data:Path={folder.Path}", "Jobs:MaxAttempts=2");

        var job = await media.RunAsync("standnoroom", JsonSerializer.Deserialize<JsonElement>("""{"audio":"original"}"""));

        await FailedForRoomAsync(media, job, "standnoroom");
        Assert.Empty(disk.Files);
        disk.Dispose();
        await SucceedsAsync(media, job);
    }

    private static async Task FailedForRoomAsync(MediaApp media, JsonElement job, string video = Dog)
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
            () => media.App.GetAsync($"/jobs/{id}"), view => view.GetProperty("state").GetString() == "Succeeded", "the job is done", TimeSpan.FromSeconds(90));
        Assert.Empty(media.Unfinished);
    }
}
