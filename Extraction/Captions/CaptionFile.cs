using System.Globalization;
using System.Text;
using Extraction.Media;

namespace Extraction.Captions;

/// <summary>Writes cues as a file. Pure.</summary>
public static class CaptionFile
{
    /// <summary>Writes the cues in a format.</summary>
    public static string Write(IReadOnlyList<Cue> cues, CaptionFormat format)
    {
        ArgumentNullException.ThrowIfNull(cues);
        return format switch
        {
            CaptionFormat.Srt => Srt(cues),
            CaptionFormat.Vtt => Vtt(cues),
            CaptionFormat.Txt => Txt(cues),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
        };
    }

    private static string Srt(IReadOnlyList<Cue> cues)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cues.Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{i + 1}\n{Stamp(cues[i].Start, ',')} --> {Stamp(cues[i].End, ',')}\n")
                .Append(Unbroken(cues[i].Text)).Append("\n\n");
        }

        return text.ToString();
    }

    private static string Vtt(IReadOnlyList<Cue> cues)
    {
        var text = new StringBuilder("WEBVTT\n\n");
        foreach (var cue in cues)
        {
            // In WebVTT these three start markup or a time line, but a caption is plain text.
            var plain = Unbroken(cue.Text)
                .Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{Stamp(cue.Start, '.')} --> {Stamp(cue.End, '.')}\n")
                .Append(plain).Append("\n\n");
        }

        return text.ToString();
    }

    private static string Txt(IReadOnlyList<Cue> cues) => string.Concat(cues.Select(cue => $"{cue.Text}\n"));

    /// <summary>Removes carriage returns, which could produce an empty line and so end the cue.</summary>
    private static string Unbroken(string text) => text.Replace("\r", "", StringComparison.Ordinal);

    private static string Stamp(TimeSpan time, char separator) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{separator}{time.Milliseconds:000}");
}
