namespace Extraction.Media;

/// <summary>
/// Which streams become a video file. Pure. The rules, in order: never above the height and rate asked for; the highest
/// picture; the highest rate; the codec that most players know; the best bitrate. A stream with picture and sound is
/// taken as it is when no separate picture is higher. The sound is of the container's own family, so nothing is
/// transcoded.
/// </summary>
public static class VideoSelection
{
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
        var pictures = streams
            .Where(stream => stream.HasVideo && (container is null || stream.Container == container))
            .ToList();
        if (pictures.Count == 0)
        {
            return new StreamChoice.None(container is null
                ? "The video has no picture that can be downloaded."
                : $"The video is not to be had as {container}: ask for \"original\".");
        }

        var fitting = pictures
            .Where(stream => (stream.Height ?? 0) <= (request.MaxHeight ?? int.MaxValue)
                && (stream.Fps ?? 0) <= (request.MaxFps ?? int.MaxValue) + 0.5)
            .ToList();
        if (fitting.Count == 0)
        {
            var lowest = pictures.Min(stream => stream.Height ?? 0);
            return new StreamChoice.None(
                $"Nothing fits the height and frame rate asked for: the smallest picture has {lowest} lines; allow that many, or leave the bounds out.");
        }

        var best = fitting
            .OrderByDescending(stream => stream.Height ?? 0)
            .ThenByDescending(stream => stream.Fps ?? 0)
            .ThenByDescending(stream => stream.HasAudio)
            .ThenByDescending(CodecRank)
            .ThenByDescending(stream => stream.Bitrate)
            .First();
        return best.HasAudio ? new StreamChoice.Copy(best, best.Container) : WithSound(best, streams);
    }

    private static StreamChoice WithSound(MediaStream picture, IReadOnlyList<MediaStream> streams)
    {
        var sounds = AudioSelection.Candidates(streams);
        if (sounds.Count == 0)
            return new StreamChoice.Copy(picture, picture.Container);

        Func<MediaStream, bool> family = picture.Container == "webm" ? AudioSelection.IsOpus : AudioSelection.IsAac;
        var fitting = sounds.Where(family).ToList();
        return fitting.Count > 0
            ? new StreamChoice.Mux(picture, AudioSelection.Best(fitting, null), picture.Container)
            : new StreamChoice.Mux(picture, AudioSelection.Best(sounds, null), "mkv");
    }

    /// <summary>H.264 plays everywhere, VP9 nearly, AV1 on newer devices.</summary>
    private static int CodecRank(MediaStream stream) => stream.VideoCodec switch
    {
        ['a', 'v', 'c', '1', ..] => 3,
        ['v', 'p', '9' or '0', ..] => 2,
        ['a', 'v', '0', '1', ..] => 1,
        _ => 0,
    };
}
