using System.Globalization;
using System.Text.Json;

namespace StandIn.Videos;

/// <summary>Reads a recorded player answer; the answer itself is served byte for byte.</summary>
internal static class Recording
{
    public static StandInVideo Read(string id, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new StandInVideo
        {
            Id = id,
            Player = json,
            Playability = root.GetProperty("playabilityStatus").GetProperty("status").GetString()!,
            Details = Find(root, "videoDetails") is { } details
                ? ReadDetails(details, Find(root, "microformat", "playerMicroformatRenderer"))
                : null,
            Formats =
            [
                .. Items(root, "streamingData", "formats")
                    .Concat(Items(root, "streamingData", "adaptiveFormats"))
                    .Select(ReadFormat),
            ],
            Captions =
            [
                .. Items(root, "captions", "playerCaptionsTracklistRenderer", "captionTracks").Select(ReadCaption),
            ],
        };
    }

    private static VideoDetails ReadDetails(JsonElement details, JsonElement? microformat) => new()
    {
        Title = details.GetProperty("title").GetString()!,
        Author = details.GetProperty("author").GetString()!,
        ChannelId = details.GetProperty("channelId").GetString()!,
        Description = Text(details, "shortDescription") ?? "",
        LengthSeconds = (int)(Number(details, "lengthSeconds") ?? 0),
        Views = Number(details, "viewCount"),
        Likes = microformat is { } seen ? Number(seen, "likeCount") : null,
        Category = microformat is { } page ? Text(page, "category") : null,
        Keywords = [.. Items(details, "keywords").Select(word => word.GetString()!)],
        UploadDate = microformat is { } dated ? Text(dated, "uploadDate") : null,
        IsLive = Find(details, "isLive") is { ValueKind: JsonValueKind.True },
        IsUnlisted = microformat is { } listed && Find(listed, "isUnlisted") is { ValueKind: JsonValueKind.True },
        OwnerUrl = microformat is { } owned ? Text(owned, "ownerProfileUrl") : null,
    };

    private static StreamFormat ReadFormat(JsonElement format) => new(
        format.GetProperty("itag").GetInt32(),
        format.GetProperty("mimeType").GetString()!,
        Number(format, "contentLength"),
        Number(format, "approxDurationMs") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        Find(format, "width")?.GetInt32(),
        Find(format, "height")?.GetInt32(),
        Find(format, "fps")?.GetInt32());

    private static CaptionLanguage ReadCaption(JsonElement track) =>
        new(track.GetProperty("languageCode").GetString()!, Text(track, "kind") == "asr");

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { } found ? found.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string? Text(JsonElement element, string name) => Find(element, name)?.GetString();

    // Counts are texts in YouTube's answers.
    private static long? Number(JsonElement element, string name) =>
        long.TryParse(Text(element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
