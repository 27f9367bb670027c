using Extraction.Media;
using Jobs.Failures;

namespace Tests.Downloads;

public sealed class DiskFullTests
{
    /// <summary>More than any disk of a developer has, and less than file systems refuse as a size.</summary>
    private const long TenTerabytes = 10_000_000_000_000;

    [Fact]
    public async Task A_disk_without_room_says_so_before_the_download()
    {
        await using var rig = await DownloadRig.StartAsync(new() { ["Media:MaxBytes"] = $"{TenTerabytes * 2}" });

        var (result, path) = await rig.DownloadAsync(DownloadRig.Stream with { Size = TenTerabytes });

        var failure = Assert.IsType<DownloadResult.Failed>(result).Failure;
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("The disk has no room", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(0, rig.StandIn.Requests.Of("standabcdef").Media);
        Assert.True(!File.Exists(path) || new FileInfo(path).Length == 0, "Nothing is written.");
    }
}
