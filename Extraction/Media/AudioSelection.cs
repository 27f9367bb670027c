namespace Extraction.Media;

/// <summary>
/// Which stream becomes a sound file. Pure. The rules, in order: the video's own language before dubbed ones; a stream
/// without a picture before one with; a stream that needs no transcoding before one that does; with a bitrate asked
/// for, the smallest that has it, else the best.
/// </summary>
public static class AudioSelection
{
    /// <summary>An mp3 without a bitrate of its own: what most players' makers call transparent.</summary>
    public const int DefaultMp3BitrateKbps = 192;

    public static StreamChoice Choose(IReadOnlyList<MediaStream> streams, AudioRequest request)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(request);
        var candidates = Candidates(streams);
        if (candidates.Count == 0)
            return new StreamChoice.None("The video has no sound that can be downloaded.");

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
    /// With sound, in the video's own language if it is told, and without a picture if there is such.
    /// </summary>
    internal static IReadOnlyList<MediaStream> Candidates(IReadOnlyList<MediaStream> streams)
    {
        var withSound = streams.Where(stream => stream.HasAudio).ToList();
        withSound = Prefer(withSound, stream => stream.IsDefaultLanguage);
        return Prefer(withSound, stream => !stream.HasVideo);
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
        IReadOnlyList<MediaStream> candidates, AudioRequest request, Func<MediaStream, bool> hasCodec, string container, string extension)
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
