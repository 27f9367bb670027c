using System.Collections.Immutable;
using System.Globalization;
using StandIn.Videos;

namespace StandIn.Media;

/// <summary>
/// ffmpeg arguments for a stream of a format: color bars with a box that moves every second, and a tone, in the
/// format's container, codecs, size and frame rate. A clip is encoded once and repeated without encoding up to the
/// duration.
/// </summary>
internal sealed record MediaRecipe(
    bool IsWebM, bool HasPicture, bool HasSound, int Width, int Height, int Fps, TimeSpan Duration)
{
    private static readonly TimeSpan ClipLength = TimeSpan.FromSeconds(5);

    // Nothing of the encoder's version, the date or the machine gets into the file.
    private static readonly ImmutableArray<string> Exactly =
        ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1"];

    /// <returns>Null when the format has no duration, or a codec that is not made here.</returns>
    public static MediaRecipe? For(StreamFormat format)
    {
        var hasPicture = format.MimeType.Contains("avc1", StringComparison.Ordinal)
            || format.MimeType.Contains("vp9", StringComparison.Ordinal);
        var hasSound = format.MimeType.Contains("mp4a", StringComparison.Ordinal)
            || format.MimeType.Contains("opus", StringComparison.Ordinal);
        if (format.Duration is not { } duration || !(hasPicture || hasSound)
            || (hasPicture && format is not { Width: > 0, Height: > 0, Fps: > 0 }))
            return null;
        var isWebM = format.MimeType.Contains("/webm", StringComparison.Ordinal);
        return new MediaRecipe(
            isWebM, hasPicture, hasSound, format.Width ?? 0, format.Height ?? 0, format.Fps ?? 0, duration);
    }

    /// <summary>Name of the file; the first number is raised when what is made changes.</summary>
    public string FileName => string.Create(
        CultureInfo.InvariantCulture, $"1-{Kind}-{(long)Duration.TotalMilliseconds}ms.{Muxer}");

    public string ClipName => $"1-{Kind}-clip.{Muxer}";

    private string Kind => string.Create(
        CultureInfo.InvariantCulture,
        $"{(HasPicture ? $"{Width}x{Height}-{Fps}" : "sound")}{(HasPicture && HasSound ? "-sound" : "")}");

    private string Muxer => IsWebM ? "webm" : "mp4";

    public IReadOnlyList<string> ClipArguments(string target) =>
    [
        .. PictureInput, .. SoundInput, .. PictureCodec, .. SoundCodec, .. Exactly, "-f", Muxer, target,
    ];

    // The index goes to the front, as players need it that seek by ranges.
    public IReadOnlyList<string> WholeArguments(string clip, string target) =>
    [
        "-stream_loop", "-1", "-i", clip, "-t", Seconds(Duration), "-c", "copy", .. Exactly,
        .. IsWebM ? ["-cues_to_front", "1"] : new[] { "-movflags", "+faststart" }, "-f", Muxer, target,
    ];

    private IEnumerable<string> PictureInput => !HasPicture ? [] :
    [
        "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture,
            $"smptebars=s={Width}x{Height}:r={Fps}:d={Seconds(ClipLength)}[bars];color=white:s={Width / 8}x{Height / 8}:r={Fps}:d={Seconds(ClipLength)}[box];[bars][box]overlay=x=floor(t)*W/5:y=H/2"),
    ];

    private IEnumerable<string> SoundInput => !HasSound ? [] :
        ["-f", "lavfi", "-i", $"sine=frequency=440:sample_rate={(IsWebM ? 48000 : 44100)}:duration={Seconds(ClipLength)}"];

    // Small on purpose: the padding brings a stream to its length.
    private IEnumerable<string> PictureCodec => (HasPicture, IsWebM) switch
    {
        (false, _) => [],
        (_, true) =>
        [
            "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "50", "-b:v", "0", "-g", "999",
            "-pix_fmt", "yuv420p",
        ],
        _ =>
        [
            "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-crf", "35", "-bf", "0", "-g", "999",
            "-pix_fmt", "yuv420p",
        ],
    };

    private IEnumerable<string> SoundCodec => !HasSound ? [] :
        ["-c:a", IsWebM ? "libopus" : "aac", "-b:a", "24k", "-ac", "2"];

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
