namespace Extraction.Media;

/// <summary>
/// Selects the streams for a video file. Pure. The rules, in order: never above the requested height and frame rate;
/// the greatest height; the highest frame rate; the codec that most players support; the best bitrate. A stream with
/// both video and audio is kept as it is when no separate video stream is higher. The audio belongs to the container's
/// own codec family, so nothing is transcoded.
/// </summary>
public static class VideoSelection
{
    /// <summary>Selects the streams and how to make the file from them.</summary>
    public static StreamChoice Choose(IReadOnlyList<MediaStream> streams, VideoRequest request)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(request);
        var container = request.Format switch
        {
            VideoFormat.Mp4 => "mp4",
            VideoFormat.Webm => "webm",
            VideoFormat.Original => null,
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Format, "Unknown format."),
        };
        var videos = streams
            .Where(stream => stream.HasVideo && (container is null || stream.Container == container))
            .ToList();
        if (videos.Count == 0)
        {
            return new StreamChoice.None(container is null
                ? "The video has no video stream that can be downloaded."
                : $"The video is not available as {container}: request \"original\".");
        }

        var fitting = videos
            .Where(stream => (stream.Height ?? 0) <= (request.MaxHeight ?? int.MaxValue)
                && (stream.Fps ?? 0) <= (request.MaxFps ?? int.MaxValue) + 0.5)
            .ToList();
        if (fitting.Count == 0)
        {
            var lowest = videos.Min(stream => stream.Height ?? 0);
            return new StreamChoice.None(
                "No stream fits the requested height and frame rate: "
                + $"the smallest has {lowest} lines; allow that many, or remove the limits.");
        }

        var best = fitting
            .OrderByDescending(stream => stream.Height ?? 0)
            .ThenByDescending(stream => stream.Fps ?? 0)
            .ThenByDescending(stream => stream.HasAudio)
            .ThenByDescending(CodecRank)
            .ThenByDescending(stream => stream.Bitrate)
            .First();
        return best.HasAudio ? new StreamChoice.Copy(best, best.Container) : WithAudio(best, streams);
    }

    private static StreamChoice WithAudio(MediaStream video, IReadOnlyList<MediaStream> streams)
    {
        var candidates = AudioSelection.Candidates(streams);
        if (candidates.Count == 0)
            return new StreamChoice.Copy(video, video.Container);

        Func<MediaStream, bool> family = video.Container == "webm" ? AudioSelection.IsOpus : AudioSelection.IsAac;
        var fitting = candidates.Where(family).ToList();
        return fitting.Count > 0
            ? new StreamChoice.Mux(video, AudioSelection.Best(fitting, null), video.Container)
            : new StreamChoice.Mux(video, AudioSelection.Best(candidates, null), "mkv");
    }

    /// <summary>Ranks codecs by support: H.264 plays everywhere, VP9 almost everywhere, AV1 on newer devices.</summary>
    private static int CodecRank(MediaStream stream) => stream.VideoCodec switch
    {
        ['a', 'v', 'c', '1', ..] => 3,
        ['v', 'p', '9' or '0', ..] => 2,
        ['a', 'v', '0', '1', ..] => 1,
        _ => 0,
    };
}
