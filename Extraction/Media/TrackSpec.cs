namespace Extraction.Media;

/// <summary>One file of sound or picture that is wanted.</summary>
/// <param name="Stem">Its name without the extension.</param>
/// <param name="Extension">Its extension, or null when the streams decide.</param>
/// <param name="HasPicture">Whether it is a picture.</param>
/// <param name="IsOriginal">Whether it is wanted just as the source has it, without tags.</param>
/// <param name="Choose">Which streams it is made of.</param>
internal sealed record TrackSpec(
    string Stem, string? Extension, bool HasPicture, bool IsOriginal, Func<IReadOnlyList<MediaStream>, StreamChoice> Choose)
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
        HasPicture: false,
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
        HasPicture: true,
        IsOriginal: request.Format == VideoFormat.Original,
        streams => VideoSelection.Choose(streams, request));

    /// <summary>
    /// Whether a stored artifact is this; a picture whose sound fits no other container was put into Matroska.
    /// </summary>
    public bool IsMetBy(string name) =>
        MediaNames.IsOf(Stem, name)
        && (Extension is null || Path.GetExtension(name) is [_, .. var extension] && (
            extension == Extension || (HasPicture && extension == "mkv")));
}

/// <summary>A finished file that is not stored yet.</summary>
internal sealed record MadeFile(string Path, string Extension);
