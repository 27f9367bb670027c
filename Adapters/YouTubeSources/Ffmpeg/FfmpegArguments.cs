using System.Globalization;
using Extraction.Media;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>What ffmpeg is told: a list, each a whole argument, never through a shell. Pure.</summary>
internal static class FfmpegArguments
{
    public static IReadOnlyList<string> For(MediaWork work, FfmpegOptions options)
    {
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            "-progress", "pipe:1", "-nostats",

            // Of processor time: an end even if this process is killed and can kill no one any more.
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

        arguments.AddRange(work.SoundOnly ? Sound(work.Transcode) : ["-c", "copy"]);
        arguments.AddRange(["-map_metadata", "-1"]);
        arguments.AddRange(Tag("title", work.Tags.Title));
        arguments.AddRange(Tag("artist", work.Tags.Artist));
        arguments.AddRange(Container(work.Output));
        arguments.AddRange(["-threads", options.Threads.ToString(CultureInfo.InvariantCulture), work.Output]);
        return arguments;
    }

    /// <summary>Only files are opened, whatever a file that was downloaded says that it refers to.</summary>
    private static string[] Input(string path) => ["-protocol_whitelist", "file,pipe", "-i", path];

    private static string[] Maps(MediaWork work) => work switch
    {
        { SoundOnly: true } => ["-map", "0:a:0"],
        { Inputs.Count: 2 } => ["-map", "0:v:0", "-map", "1:a:0"],
        _ => ["-map", "0:v:0", "-map", "0:a:0?"],
    };

    private static string[] Sound(SoundCodec? codec) => codec switch
    {
        null => ["-c:a", "copy"],
        { Name: "mp3" } => ["-c:a", "libmp3lame", "-b:a", $"{codec.BitrateKbps}k"],
        { Name: "opus" } => ["-c:a", "libopus", "-b:a", $"{codec.BitrateKbps}k"],
        _ => ["-c:a", "aac", "-b:a", $"{codec.BitrateKbps}k"],
    };

    private static string[] Tag(string name, string? value) => value is null ? [] : ["-metadata", $"{name}={value}"];

    private static string[] Container(string output) => Path.GetExtension(output) switch
    {
        // The index in front, so that a player need not fetch the end first.
        ".mp4" or ".m4a" => ["-movflags", "+faststart"],
        ".mp3" => ["-id3v2_version", "3"],
        ".mka" or ".mkv" => ["-f", "matroska"],
        _ => [],
    };
}
