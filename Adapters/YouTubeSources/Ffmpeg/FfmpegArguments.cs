using System.Globalization;
using Extraction.Media;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>Builds ffmpeg's arguments, as a list that never passes through a shell. Pure.</summary>
internal static class FfmpegArguments
{
    /// <summary>Maximum bytes of one allocation of ffmpeg; an index of a day of video takes a tenth.</summary>
    private const int MaxAllocation = 256 * 1024 * 1024;

    public static IReadOnlyList<string> For(MediaWork work, FfmpegOptions options)
    {
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            "-progress", "pipe:1", "-nostats",

            // Limits processor time, so that ffmpeg ends even if this process is killed first.
            "-timelimit", ((long)options.Timeout.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture),

            // A file of a few bytes may claim a table of gigabytes.
            "-max_alloc", MaxAllocation.ToString(CultureInfo.InvariantCulture),
            .. work.Inputs.SelectMany(Input),
        ];
        var cover = work.Tags.CoverPath;
        if (cover is not null)
            arguments.AddRange(Input(cover));

        arguments.AddRange(Maps(work));
        if (cover is not null)
        {
            arguments.AddRange([
                "-map", $"{work.Inputs.Count}:v:0", "-c:v", "copy", "-disposition:v:0", "attached_pic",
                "-metadata:s:v", "title=Cover", "-metadata:s:v", "comment=Cover (front)"]);
        }

        arguments.AddRange(work.AudioOnly ? Audio(work.Transcode) : ["-c", "copy"]);
        arguments.AddRange(["-map_metadata", "-1"]);
        arguments.AddRange(Tag("title", work.Tags.Title));
        arguments.AddRange(Tag("artist", work.Tags.Artist));
        arguments.AddRange(Container(work.Output));
        if (work.MaxBytes < long.MaxValue)
            arguments.AddRange(["-fs", (work.MaxBytes + 1).ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(["-threads", options.Threads.ToString(CultureInfo.InvariantCulture), work.Output]);
        return arguments;
    }

    /// <summary>
    /// Names the format instead of letting ffmpeg guess: it would take a playlist in place of a stream for one, and
    /// open the other files of this machine that it names.
    /// </summary>
    private static string[] Input(string path)
    {
        var format = FormatOf(path);
        return ["-protocol_whitelist", "file", "-format_whitelist", format, "-f", format.Split(',')[0], "-i", path];
    }

    /// <summary>Returns the names of ffmpeg's reader for a container of the closed list, or for a cover.</summary>
    private static string FormatOf(string path) => Path.GetExtension(path) switch
    {
        ".mp4" or ".m4a" or ".3gp" or ".3gpp" => "mov,mp4,m4a,3gp,3g2,mj2",
        ".webm" => "matroska,webm",
        ".flv" => "flv",
        ".ogg" => "ogg",
        ".jpg" => "jpeg_pipe",
        var other => throw new ArgumentException($"\"{other}\" is not a container to read.", nameof(path)),
    };

    private static string[] Maps(MediaWork work) => work switch
    {
        { AudioOnly: true } => ["-map", "0:a:0"],
        { Inputs.Count: 2 } => ["-map", "0:v:0", "-map", "1:a:0"],
        _ => ["-map", "0:v:0", "-map", "0:a:0?"],
    };

    private static string[] Audio(AudioEncoding? encoding) => encoding switch
    {
        null => ["-c:a", "copy"],
        { Codec: "mp3" } => ["-c:a", "libmp3lame", "-b:a", $"{encoding.BitrateKbps}k"],
        { Codec: "opus" } => ["-c:a", "libopus", "-b:a", $"{encoding.BitrateKbps}k"],
        _ => ["-c:a", "aac", "-b:a", $"{encoding.BitrateKbps}k"],
    };

    private static string[] Tag(string name, string? value) => value is null ? [] : ["-metadata", $"{name}={value}"];

    private static string[] Container(string output) => Path.GetExtension(output) switch
    {
        // Puts the index first, so that a player need not fetch the end of the file.
        ".mp4" or ".m4a" => ["-movflags", "+faststart"],
        ".mp3" => ["-id3v2_version", "3"],
        ".mka" or ".mkv" => ["-f", "matroska"],
        _ => [],
    };
}
