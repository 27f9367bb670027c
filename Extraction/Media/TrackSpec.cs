namespace Extraction.Media;

/// <summary>Describes one requested audio or video file.</summary>
/// <param name="Stem">Name of the file without its extension.</param>
/// <param name="Extension">Extension of the file; null when the streams decide.</param>
/// <param name="IsVideo">True for video, false for audio.</param>
/// <param name="IsOriginal">True to keep the streams as the source has them, without tags.</param>
/// <param name="Choose">Selects the streams to make the file from.</param>
internal sealed record TrackSpec(
    string Stem,
    string? Extension,
    bool IsVideo,
    bool IsOriginal,
    Func<IReadOnlyList<MediaStream>, StreamChoice> Choose)
{
    public static TrackSpec For(AudioRequest request) => new(
        MediaNames.Stem(request),
        request.Format switch
        {
            AudioFormat.Mp3 => "mp3",
            AudioFormat.M4a => "m4a",
            AudioFormat.Opus => "opus",
            _ => null,
        },
        IsVideo: false,
        IsOriginal: request.Format == AudioFormat.Original,
        streams => AudioSelection.Choose(streams, request));

    public static TrackSpec For(VideoRequest request) => new(
        MediaNames.Stem(request),
        request.Format switch
        {
            VideoFormat.Mp4 => "mp4",
            VideoFormat.Webm => "webm",
            _ => null,
        },
        IsVideo: true,
        IsOriginal: request.Format == VideoFormat.Original,
        streams => VideoSelection.Choose(streams, request));

    /// <summary>
    /// Checks whether a stored artifact is this file. Video whose audio fits no other container is stored as Matroska.
    /// </summary>
    public bool IsMetBy(string name) =>
        MediaNames.IsOf(Stem, name)
        && (Extension is null
            || Path.GetExtension(name) is [_, .. var extension]
                && (extension == Extension || (IsVideo && extension == "mkv")));
}

/// <summary>Represents a finished file that is not stored yet.</summary>
internal sealed record MadeFile(string Path, string Extension);
