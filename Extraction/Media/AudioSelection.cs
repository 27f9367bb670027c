namespace Extraction.Media;

/// <summary>
/// Selects the stream for an audio file. Pure. The rules, in order: the original language before dubbed ones; streams
/// without video before streams with video; streams that need no transcoding before streams that do; the smallest
/// stream with the requested bitrate, or the best one when none is requested.
/// </summary>
public static class AudioSelection
{
    /// <summary>Default bitrate of an mp3, in kilobits per second; commonly considered transparent.</summary>
    public const int DefaultMp3BitrateKbps = 192;

    /// <summary>Selects the stream and how to make the file from it.</summary>
    public static StreamChoice Choose(IReadOnlyList<MediaStream> streams, AudioRequest request)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(request);
        var candidates = Candidates(streams);
        if (candidates.Count == 0)
            return new StreamChoice.None("The video has no audio that can be downloaded.");

        return request.Format switch
        {
            AudioFormat.Original => Original(Best(candidates, request.BitrateKbps)),
            AudioFormat.M4a => InContainer(candidates, request, IsAac, "mp4", "m4a"),
            AudioFormat.Opus => InContainer(candidates, request, IsOpus, "ogg", "opus"),
            AudioFormat.Mp3 => new StreamChoice.Transcode(
                Best(candidates, request.BitrateKbps), "mp3", request.BitrateKbps ?? DefaultMp3BitrateKbps),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Format, "Unknown format."),
        };
    }

    internal static bool IsAac(MediaStream stream) =>
        stream.AudioCodec?.StartsWith("mp4a", StringComparison.Ordinal) == true;

    internal static bool IsOpus(MediaStream stream) =>
        stream.AudioCodec?.StartsWith("opus", StringComparison.Ordinal) == true;

    /// <summary>
    /// Returns the streams with audio: in the original language if known, and without video if possible.
    /// </summary>
    internal static IReadOnlyList<MediaStream> Candidates(IReadOnlyList<MediaStream> streams)
    {
        var withAudio = streams.Where(stream => stream.HasAudio).ToList();
        withAudio = Prefer(withAudio, stream => stream.IsDefaultLanguage);
        return Prefer(withAudio, stream => !stream.HasVideo);
    }

    internal static MediaStream Best(IReadOnlyList<MediaStream> streams, int? bitrateKbps)
    {
        var byBitrate = streams.OrderBy(stream => stream.Bitrate).ThenByDescending(stream => stream.Itag).ToList();
        return byBitrate.Find(stream => bitrateKbps is { } wanted && stream.Bitrate >= wanted * 1000L) ?? byBitrate[^1];
    }

    private static List<MediaStream> Prefer(List<MediaStream> streams, Predicate<MediaStream> wanted)
    {
        var preferred = streams.FindAll(wanted);
        return preferred.Count > 0 ? preferred : streams;
    }

    private static StreamChoice Original(MediaStream best) => (best.HasVideo, best.Container) switch
    {
        (false, "mp4") => new StreamChoice.Copy(best, "m4a"),
        (false, _) => new StreamChoice.Copy(best, best.Container),
        (true, _) when IsAac(best) => new StreamChoice.Remux(best, "m4a"),
        (true, _) => new StreamChoice.Remux(best, IsOpus(best) ? "opus" : "mka"),
    };

    private static StreamChoice InContainer(
        IReadOnlyList<MediaStream> candidates,
        AudioRequest request,
        Func<MediaStream, bool> hasCodec,
        string container,
        string extension)
    {
        var fitting = candidates.Where(hasCodec).ToList();
        if (fitting.Count > 0)
        {
            var best = Best(fitting, request.BitrateKbps);
            return !best.HasVideo && best.Container == container
                ? new StreamChoice.Copy(best, extension)
                : new StreamChoice.Remux(best, extension);
        }

        var source = Best(candidates, request.BitrateKbps);
        var bitrate = request.BitrateKbps ?? (int)Math.Clamp(
            source.Bitrate / 1000, AudioRequest.MinBitrateKbps, DefaultMp3BitrateKbps);
        return new StreamChoice.Transcode(source, extension, bitrate);
    }
}
