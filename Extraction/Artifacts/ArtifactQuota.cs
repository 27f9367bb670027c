using Extraction.Links;
using Extraction.Media;
using Jobs.Failures;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Extraction.Artifacts;

/// <summary>Keeps all artifacts together within their bound: the ones used longest ago make room.</summary>
public sealed partial class ArtifactQuota(
    IArtifactStore artifacts, IOptions<MediaOptions> options, TimeProvider clock, ILogger<ArtifactQuota> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Makes room for a file of so many bytes.</summary>
    /// <returns>Why there is none, or null.</returns>
    public async Task<Failure?> MakeRoomAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes > options.Value.MaxTotalBytes)
        {
            return new Failure(
                FailureKind.Unavailable,
                $"The file has {bytes} bytes and Media:MaxTotalBytes is {options.Value.MaxTotalBytes}: ask for a smaller one, or raise the bound.",
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
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(0, stoppingToken);
            }
#pragma warning disable CA1031 // A store that is away for a while must not end the upkeep for good.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.SweepFailed(logger, error);
            }
        }
    }

    private async Task SweepAsync(long bytesToCome, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Only what could go is held: names and sizes, a few hundred bytes each.
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
                if (await artifacts.DeleteAsync(VideoId.Parse(artifact.VideoId), ArtifactName.Parse(artifact.Name), cancellationToken))
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
        [LoggerMessage(1, LogLevel.Information, "Deleted {Name} of {VideoId}, {Bytes} bytes, used longest ago")]
        public static partial void Deleted(ILogger logger, string videoId, string name, long bytes);

        [LoggerMessage(2, LogLevel.Error, "The upkeep of artifacts failed; it is tried again")]
        public static partial void SweepFailed(ILogger logger, Exception error);
    }
}
