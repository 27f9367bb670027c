using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using Microsoft.Extensions.Primitives;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>GET /youtube/v3/videos</c>, the Data API's <c>videos.list</c>: the parts that were asked for, of at most 50
/// videos; those that a stranger cannot see are left out.
/// https://developers.google.com/youtube/v3/docs/videos/list
/// </summary>
internal static class DataApiPage
{
    private const int MaxIds = 50;

    private static readonly FrozenDictionary<string, string> Categories = new Dictionary<string, string>
    {
        ["Film & Animation"] = "1", ["Music"] = "10", ["People & Blogs"] = "22", ["Comedy"] = "23",
        ["Entertainment"] = "24", ["News & Politics"] = "25", ["Education"] = "27", ["Science & Technology"] = "28",
        ["Nonprofits & Activism"] = "29", ["Pets & Animals"] = "15",
    }.ToFrozenDictionary();

    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        StringValues ids = Split(request.Query["id"]);
        var parts = Split(request.Query["part"]);
        if (WhyRefused(request) is { } refused)
            return refused with { Videos = ids };
        if (ids.Count is 0 or > MaxIds)
            return Error(
                400, "The request specifies an invalid filter parameter.", "invalidFilters", "INVALID_ARGUMENT", ids);
        return List(
            ids, [.. ids.Select(catalogue.Find).Where(video => video?.Details is not null)!], parts.ToHashSet());
    }

    /// <summary>
    /// Checks what every method of the API requires: a key, with any value, and parts.
    /// </summary>
    public static Page? WhyRefused(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.Query["key"]) && !request.Headers.ContainsKey("X-Goog-Api-Key"))
            return Error(403, "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.", "forbidden", "PERMISSION_DENIED", default);
        if (string.IsNullOrEmpty(request.Query["part"]))
            return Error(
                400,
                "No filter selected. Expected one of: part",
                "missingRequiredParameter",
                "INVALID_ARGUMENT",
                default);
        return null;
    }

    private static string[] Split(StringValues values) =>
        [.. values.SelectMany(
            value => value!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Page List(StringValues ids, StandInVideo[] videos, HashSet<string> parts) => Page.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", "youtube#videoListResponse");
            json.WriteStartArray("items");
            foreach (var video in videos)
                WriteVideo(json, video, video.Details!, parts);
            json.WriteEndArray();
            json.WriteStartObject("pageInfo");
            json.WriteNumber("totalResults", videos.Length);
            json.WriteNumber("resultsPerPage", videos.Length);
            json.WriteEndObject();
            json.WriteEndObject();
        },
        ids);

    private static void WriteVideo(Utf8JsonWriter json, StandInVideo video, VideoDetails details, HashSet<string> parts)
    {
        json.WriteStartObject();
        json.WriteString("kind", "youtube#video");
        json.WriteString("id", video.Id);
        if (parts.Contains("snippet"))
            WriteSnippet(json, video.Id, details);
        if (parts.Contains("contentDetails"))
        {
            json.WriteStartObject("contentDetails");
            var length = TimeSpan.FromSeconds(details.LengthSeconds);
            json.WriteString("duration", details.IsLive ? "P0D" : XmlConvert.ToString(length));
            json.WriteString("dimension", "2d");
            json.WriteString("definition", video.Formats.Any(format => format.Height >= 720) ? "hd" : "sd");
            json.WriteString("caption", video.Captions.Any(caption => !caption.IsAutomatic) ? "true" : "false");
            json.WriteBoolean("licensedContent", false);
            json.WriteEndObject();
        }

        if (parts.Contains("status"))
        {
            json.WriteStartObject("status");
            json.WriteString("uploadStatus", "processed");
            json.WriteString("privacyStatus", details.IsUnlisted ? "unlisted" : "public");
            json.WriteBoolean("embeddable", true);
            json.WriteBoolean("madeForKids", false);
            json.WriteEndObject();
        }

        if (parts.Contains("statistics"))
        {
            json.WriteStartObject("statistics");
            if (details.Views is { } views)
                json.WriteString("viewCount", views.ToString(CultureInfo.InvariantCulture));
            if (details.Likes is { } likes)
                json.WriteString("likeCount", likes.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSnippet(Utf8JsonWriter json, string id, VideoDetails details)
    {
        json.WriteStartObject("snippet");
        if (details.UploadDate is { } uploaded)
            json.WriteString("publishedAt",
                DateTimeOffset.Parse(uploaded, CultureInfo.InvariantCulture)
                    .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("channelId", details.ChannelId);
        json.WriteString("title", details.Title);
        json.WriteString("description", details.Description);
        json.WriteStartObject("thumbnails");
        WriteThumbnail(json, "default", id, "default.jpg", 120, 90);
        WriteThumbnail(json, "medium", id, "mqdefault.jpg", 320, 180);
        WriteThumbnail(json, "high", id, "hqdefault.jpg", 480, 360);
        json.WriteEndObject();
        json.WriteString("channelTitle", details.Author);
        if (!details.Keywords.IsEmpty)
        {
            json.WriteStartArray("tags");
            foreach (var word in details.Keywords)
                json.WriteStringValue(word);
            json.WriteEndArray();
        }

        json.WriteString("categoryId", Categories.GetValueOrDefault(details.Category ?? "", "24"));
        json.WriteString("liveBroadcastContent", details.IsLive ? "live" : "none");
        json.WriteEndObject();
    }

    private static void WriteThumbnail(Utf8JsonWriter json, string name, string id, string file, int width, int height)
    {
        json.WriteStartObject(name);
        json.WriteString("url", $"https://i.ytimg.com/vi/{id}/{file}");
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteEndObject();
    }

    public static Page Error(int status, string message, string reason, string code, StringValues ids) => Page.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteNumber("code", status);
            json.WriteString("message", message);
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteString("domain", "youtube.video");
            json.WriteString("reason", reason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("status", code);
            json.WriteEndObject();
            json.WriteEndObject();
        },
        ids,
        status);
}
