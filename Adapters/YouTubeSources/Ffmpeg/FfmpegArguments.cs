using System.Globalization;
using Extraction.Media;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>Builds ffmpeg's arguments, as a list that never passes through a shell. Pure.</summary>
internal static class FfmpegArguments
{
    public static IReadOnlyList<string> For(MediaWork work, FfmpegOptions options)
    {
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            "-progress", "pipe:1", "-nostats",

            // Limits processor time, so that ffmpeg ends even if this process is killed first.
            "-timelimit", ((long)options.Timeout.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture),
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
        arguments.AddRange(["-threads", options.Threads.ToString(CultureInfo.InvariantCulture), work.Output]);
        return arguments;
    }

    /// <summary>Allows files only, so that a downloaded file cannot refer to an address.</summary>
    private static string[] Input(string path) => ["-protocol_whitelist", "file,pipe", "-i", path];

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
