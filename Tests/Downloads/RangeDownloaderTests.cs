using Extraction.Media;
using Jobs.Failures;

namespace Tests.Downloads;

public sealed class RangeDownloaderTests
{
    [Fact]
    public async Task A_stream_arrives_complete()
    {
        await using var rig = await DownloadRig.StartAsync();
        var expected = await rig.ExpectedAsync();

        var (result, path) = await rig.DownloadAsync();

        Assert.Equal(new DownloadResult.Done(DownloadRig.Size), result);
        Assert.Equal(expected, DownloadRig.DigestOf(path));
    }

    [Fact]
    public async Task A_stream_of_unknown_length_arrives_complete()
    {
        await using var rig = await DownloadRig.StartAsync();
        var expected = await rig.ExpectedAsync();

        var (result, path) = await rig.DownloadAsync(DownloadRig.Stream with { Size = null });

        Assert.Equal(new DownloadResult.Done(DownloadRig.Size), result);
        Assert.Equal(expected, DownloadRig.DigestOf(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task An_interrupted_download_resumes_where_it_was(int tenths)
    {
        await using var rig = await DownloadRig.StartAsync(new() { ["Media:RangeBytes"] = $"{DownloadRig.Size}" });
        var expected = await rig.ExpectedAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with
        {
            Media = new() { CutAfter = DownloadRig.Size / 10 * tenths, Times = 2 },
        };

        var (result, path) = await rig.DownloadAsync();

        Assert.Equal(new DownloadResult.Done(DownloadRig.Size), result);
        Assert.Equal(expected, DownloadRig.DigestOf(path));
    }

    [Fact]
    public async Task A_stalled_connection_is_reopened()
    {
        await using var rig = await DownloadRig.StartAsync();
        var expected = await rig.ExpectedAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { StallAfter = 50_000, Times = 2 } };

        var (result, path) = await rig.DownloadAsync();

        Assert.Equal(new DownloadResult.Done(DownloadRig.Size), result);
        Assert.Equal(expected, DownloadRig.DigestOf(path));
    }

    [Fact]
    public async Task A_connection_without_data_ends_the_download()
    {
        await using var rig = await DownloadRig.StartAsync(
            new() { ["Media:MaxFailuresInARow"] = "1", ["Media:StallTimeout"] = "00:00:00.2" });
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { StallAfter = 0 } };

        var (result, _) = await rig.DownloadAsync();

        var failure = Assert.IsType<DownloadResult.Failed>(result).Failure;
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("stalled", failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    public async Task A_stream_whose_length_differs_from_the_announced_one_is_refused(int by)
    {
        await using var rig = await DownloadRig.StartAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { WrongLengthBy = by } };

        var (result, _) = await rig.DownloadAsync();

        Assert.Equal(FailureKind.SourceBroken, Assert.IsType<DownloadResult.Failed>(result).Failure.Kind);
    }

    [Fact]
    public async Task An_expired_address_is_renewed_once_for_all_ranges()
    {
        await using var rig = await DownloadRig.StartAsync();
        var expected = await rig.ExpectedAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { ForbiddenAfter = 300_000 } };
        var renewals = 0;

        var (result, path) = await rig.DownloadAsync(renew: async token =>
        {
            renewals++;
            using var http = new HttpClient { BaseAddress = rig.StandIn.BaseAddress };
            using var answer = await http.PostAsync(
                "youtubei/v1/player", new StringContent("{\"videoId\":\"standabcdef\"}"), token);
            return DownloadRig.Stream with { Url = new Uri($"{DownloadRig.Stream.Url}&renewed={renewals}") };
        });

        Assert.Equal(new DownloadResult.Done(DownloadRig.Size), result);
        Assert.Equal(expected, DownloadRig.DigestOf(path));
        Assert.InRange(renewals, 1, 3);
    }

    [Fact]
    public async Task An_address_that_stays_refused_means_that_the_source_is_broken()
    {
        await using var rig = await DownloadRig.StartAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { ForbiddenAfter = 0 } };

        var (result, _) = await rig.DownloadAsync();

        Assert.Equal(FailureKind.SourceBroken, Assert.IsType<DownloadResult.Failed>(result).Failure.Kind);
    }

    [Fact]
    public async Task A_stream_above_the_limit_is_refused_before_the_download()
    {
        await using var rig = await DownloadRig.StartAsync(new() { ["Media:MaxBytes"] = "999999" });

        var (result, path) = await rig.DownloadAsync();

        var failure = Assert.IsType<DownloadResult.Failed>(result).Failure;
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.Contains("Media:MaxBytes", failure.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_download_can_be_canceled_in_the_middle()
    {
        await using var rig = await DownloadRig.StartAsync();
        rig.StandIn.Settings = rig.StandIn.Settings with { Media = new() { BytesPerSecond = 100_000 } };
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.DownloadAsync(cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task A_missing_folder_is_reported_and_not_thrown()
    {
        await using var rig = await DownloadRig.StartAsync();
        var request = new DownloadRequest(
            DownloadRig.Stream,
            Path.Combine(rig.NewFile(), "missing", "file"),
            _ => Task.FromResult<MediaStream?>(null),
            (_, _) => { });

        var result = await rig.Downloader.DownloadAsync(request, CancellationToken.None);

        Assert.Contains(
            "Media:WorkPath", Assert.IsType<DownloadResult.Failed>(result).Failure.Reason, StringComparison.Ordinal);
    }
}
