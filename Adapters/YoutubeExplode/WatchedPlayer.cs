using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adapters.YoutubeExplode;

/// <summary>
/// Represents the watch page's player data that the library does not expose, mainly the reason why a video does not
/// play.
/// </summary>
internal sealed record WatchedPlayer(
    WatchedPlayability? PlayabilityStatus, WatchedDetails? VideoDetails, WatchedMicroformat? Microformat)
{
    public bool IsPlayable => PlayabilityStatus?.Status is null or "OK";

    public WatchedRenderer? Renderer => Microformat?.PlayerMicroformatRenderer;

    /// <summary>Finds the player data in a watch page.</summary>
    /// <returns>Null when the page has no readable player data.</returns>
    public static WatchedPlayer? Find(ReadOnlySpan<byte> page)
    {
        var name = "ytInitialPlayerResponse"u8;
        for (var at = page.IndexOf(name); at >= 0; at = page.IndexOf(name))
        {
            page = page[(at + name.Length)..];
            var value = page.TrimStart((byte)' ');
            if (value.IsEmpty || value[0] != '=' || value[1..].TrimStart((byte)' ') is not [(byte)'{', ..] json)
                continue;
            try
            {
                var reader = new Utf8JsonReader(json);
                return JsonSerializer.Deserialize(ref reader, WatchedJson.Default.WatchedPlayer);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return null;
    }
}

internal sealed record WatchedPlayability(string? Status, string? Reason);

internal sealed record WatchedDetails(bool? IsLiveContent, long? ViewCount);

internal sealed record WatchedMicroformat(WatchedRenderer? PlayerMicroformatRenderer);

internal sealed record WatchedRenderer(
    bool? IsFamilySafe, string? Category, DateTimeOffset? PublishDate, long? LikeCount);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(WatchedPlayer))]
internal sealed partial class WatchedJson : JsonSerializerContext;
