using System.Globalization;
using System.Text.Json;
using Tests.StandIn;
using Tests.Support;

namespace Tests.Media;

/// <summary>Holds ffprobe's report about a file.</summary>
internal sealed record ProbedMedia(
    string Container, string[] Codecs, double Seconds, int? Height, string? Title, string? Artist, bool HasCover)
{
    public static async Task<ProbedMedia> OfAsync(byte[] content)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "media");
        await File.WriteAllBytesAsync(path, content);
        var (code, output, errors) = await Probe.RunAsync(
            "ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", path);
        Assert.True(code == 0 && errors.Length == 0, errors);

        var root = JsonDocument.Parse(output).RootElement;
        var format = root.GetProperty("format");
        var streams = root.GetProperty("streams").EnumerateArray().ToArray();
        var media = streams.Where(stream => !IsCover(stream)).ToArray();
        return new ProbedMedia(
            format.GetProperty("format_name").GetString()!,
            [.. media.Select(stream => stream.GetProperty("codec_name").GetString()!)],
            double.Parse(format.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture),
            media.Select(stream => stream.TryGetProperty("height", out var height) ? height.GetInt32() : (int?)null)
                .FirstOrDefault(height => height is not null),
            Tag("title"),
            Tag("artist"),
            streams.Any(IsCover));

        // Ogg keeps the tags in the stream, the others in the file; Matroska writes them in uppercase.
        string? Tag(string name) => streams.Prepend(format)
            .Where(part => part.TryGetProperty("tags", out _) && !IsCover(part))
            .SelectMany(part => part.GetProperty("tags").EnumerateObject())
            .FirstOrDefault(tag => tag.Name.Equals(name,
            StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
                ? value.GetString()
                : null;
    }

    private static bool IsCover(JsonElement part) =>
        part.TryGetProperty("disposition", out var disposition)
            && disposition.GetProperty("attached_pic").GetInt32() == 1;
}
