using Extraction.Links;
using Extraction.Sources;
using Jobs;

namespace Extraction.Media;

/// <summary>Holds the manifest of one video, requested once for all files of one attempt.</summary>
internal sealed class MediaSession(VideoId id, SourceChain chain, Action<Stage> record)
{
    /// <summary>Needs no disposal: a shared download outlives the attempt that began it.</summary>
    private readonly AsyncGate gate = new();
    private readonly HashSet<string> givenUp = new(StringComparer.Ordinal);
    private MediaManifest? manifest;
    private SourceFailure? failure;

    public VideoId Id => id;

    public async Task<SourceAnswer<MediaManifest>> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (manifest is not null)
                return manifest;

            // Nothing has changed since: the other files of this attempt fail for the same reason.
            if (failure is not null)
                return failure;

            var answer = await chain.WalkAsync<IMediaSource, MediaManifest>(
                id.Value,
                "media",
                (source, token) => source.GetMediaAsync(id, token),
                record,
                cancellationToken,
                givenUp);
            answer.TryGet(out manifest, out failure);
            return answer;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Returns the same stream at a new address; null when it no longer exists.</summary>
    public async Task<MediaStream?> RenewAsync(MediaStream stream, CancellationToken cancellationToken)
    {
        Forget();
        var answer = await GetAsync(cancellationToken);
        return answer.TryGet(out var renewed, out _)
            ? renewed.Streams.FirstOrDefault(one =>
                one.Itag == stream.Itag && one.Size == stream.Size && one.Language == stream.Language)
            : null;
    }

    /// <summary>Stops this attempt from asking a source whose streams cannot be downloaded.</summary>
    public void GiveUp(string source)
    {
        givenUp.Add(source);
        Forget();
    }

    private void Forget() => (manifest, failure) = (null, null);
}
