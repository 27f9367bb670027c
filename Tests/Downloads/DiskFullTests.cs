using Extraction.Media;
using Jobs.Failures;
using Tests.Support;

namespace Tests.Downloads;

public sealed class DiskFullTests
{
    [NeedsFileFact(FullDevice)]
    public async Task A_full_disk_is_reported_and_not_thrown()
    {
        await using var rig = await DownloadRig.StartAsync();
        var request = new DownloadRequest(
            DownloadRig.Stream, FullDevice, _ => Task.FromResult<MediaStream?>(null), (_, _) => { });

        var result = await rig.Downloader.DownloadAsync(request, CancellationToken.None);

        var failure = Assert.IsType<DownloadResult.Failed>(result).Failure;
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("The disk has no room", failure.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// A Linux device to which every write fails because it is full. Filling a real disk would affect other tests.
    /// </summary>
    private const string FullDevice = "/dev/full";
}
