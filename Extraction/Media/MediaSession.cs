using Extraction.Links;
using Extraction.Sources;
using Jobs;

namespace Extraction.Media;

/// <summary>What the sources say can be downloaded of one video, asked once for all the files of one attempt.</summary>
internal sealed class MediaSession(VideoId id, SourceChain chain, Action<Stage> record) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly HashSet<string> givenUp = new(StringComparer.Ordinal);
    private MediaManifest? manifest;

    public VideoId Id => id;

    public async Task<SourceAnswer<MediaManifest>> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (manifest is not null)
                return new(manifest, null);

            var answer = await chain.WalkAsync<IMediaSource, MediaManifest>(
                id.Value, "media", AskAsync, record, cancellationToken, givenUp);
            manifest = answer.Value;
            return answer;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The same stream under a new address; null when it is no longer there.</summary>
    public async Task<MediaStream?> RenewAsync(MediaStream stream, CancellationToken cancellationToken)
    {
        Forget();
        var answer = await GetAsync(cancellationToken);
        return answer.Value?.Streams.FirstOrDefault(one =>
            one.Itag == stream.Itag && one.Size == stream.Size && one.Language == stream.Language);
    }

    /// <summary>A source whose streams cannot be downloaded is not asked again by this attempt.</summary>
    public void GiveUp(string source)
    {
        givenUp.Add(source);
        Forget();
    }

    public void Dispose() => gate.Dispose();

    private void Forget() => manifest = null;

    private async Task<SourceAnswer<MediaManifest>> AskAsync(
        IMediaSource source, CancellationToken cancellationToken) =>
        await source.GetMediaAsync(id, cancellationToken) switch
        {
            MediaResult.Found(var found) => new(found, null),
            MediaResult.Failed(var why) => new(null, why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
