using Extraction.Links;
using Extraction.Media;
using Jobs;
using Jobs.Failures;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Artifacts;

/// <summary>
/// Keeps the total size of all artifacts within <see cref="MediaOptions.MaxTotalBytes"/> by deleting the least recently
/// used ones.
/// </summary>
public sealed partial class ArtifactQuota(
    IArtifactStore artifacts, IOptions<MediaOptions> options, TimeProvider clock, ILogger<ArtifactQuota> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Makes room for a file of the given size.</summary>
    /// <returns>Null on success.</returns>
    public async Task<Failure?> MakeRoomAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes > options.Value.MaxTotalBytes)
        {
            return new Failure(
                FailureKind.Unavailable,
                $"The file has {bytes} bytes and Media:MaxTotalBytes is {options.Value.MaxTotalBytes}: "
                + "request a smaller one, or raise the limit.",
                Code: MediaFailureCodes.TooLarge);
        }

        await SweepAsync(bytes, cancellationToken);
        return null;
    }

    public override void Dispose()
    {
        gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Periodic.TryAsync("The artifact quota", token => SweepAsync(0, token), logger, stoppingToken);
    }

    private async Task SweepAsync(long bytesToCome, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // In memory at once: a few hundred bytes per artifact.
            var all = new List<Artifact>();
            await foreach (var artifact in artifacts.OldestUsedFirstAsync(cancellationToken))
                all.Add(artifact);

            var total = all.Sum(artifact => artifact.Length) + bytesToCome;
            var unusedBefore = options.Value.KeepUnusedFor is { } keep
                ? clock.GetUtcNow() - keep
                : (DateTimeOffset?)null;
            foreach (var artifact in all)
            {
                if (total <= options.Value.MaxTotalBytes && !(artifact.UsedAt < unusedBefore))
                    break;
                var (video, name) = (VideoId.Parse(artifact.VideoId), ArtifactName.Parse(artifact.Name));
                if (await artifacts.DeleteAsync(video, name, cancellationToken))
                    Log.Deleted(logger, artifact.VideoId, artifact.Name, artifact.Length);
                total -= artifact.Length;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deleted {Name} of {VideoId}, {Bytes} bytes: least recently used")]
        public static partial void Deleted(ILogger logger, string videoId, string name, long bytes);
    }
}
