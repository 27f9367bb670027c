using System.Text;
using System.Text.Json;
using Extraction.Sources;

namespace Extraction.Captions;

/// <summary>
/// Reads YouTube's timed text in its JSON form (<c>fmt=json3</c>): <c>{"events":[{"tStartMs":0,"dDurationMs":1500,
/// "segs":[{"utf8":"text"}]}]}</c>. Pure. Unlike the other forms, it does not repeat the rolling lines of automatic
/// captions.
/// </summary>
public static class TimedText
{
    /// <summary>Maximum number of cues to read; a day of speech has fewer.</summary>
    public const int MaxCues = 100_000;

    /// <summary>Characters of one cue, which is a few lines on a screen.</summary>
    private const int MaxCharacters = 10_000;

    /// <summary>Reads timed text.</summary>
    /// <returns>The cues in order; null when this is not timed text.</returns>
    public static IReadOnlyList<Cue>? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("events"u8, out var events)
                || events.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var cues = events.EnumerateArray().Take(MaxCues).Select(Read).OfType<Cue>().OrderBy(cue => cue.Start)
                .ToList();
            return Trimmed(cues);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException
            or OverflowException)
        {
            return null;
        }
    }

    private static Cue? Read(JsonElement item)
    {
        if (!item.TryGetProperty("segs"u8, out var segments) || segments.ValueKind != JsonValueKind.Array)
            return null;

        var text = new StringBuilder();
        foreach (var segment in segments.EnumerateArray())
        {
            if (segment.TryGetProperty("utf8"u8, out var part))
                text.Append(part.GetString());
        }

        var lines = SourceText.Caption(text.ToString(), MaxCharacters)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
            return null;
        var start = TimeSpan.FromMilliseconds(Number(item, "tStartMs"u8));
        return new Cue(
            start, start + TimeSpan.FromMilliseconds(Number(item, "dDurationMs"u8)), string.Join('\n', lines));
    }

    private static double Number(JsonElement item, ReadOnlySpan<byte> name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? Math.Max(0, value.GetDouble())
            : 0;

    /// <summary>Ends each cue where the next one starts, because the durations of automatic captions overlap.</summary>
    private static List<Cue> Trimmed(List<Cue> cues)
    {
        for (var i = 0; i + 1 < cues.Count; i++)
        {
            if (cues[i].End > cues[i + 1].Start)
                cues[i] = cues[i] with { End = cues[i + 1].Start };
        }

        return cues;
    }
}
