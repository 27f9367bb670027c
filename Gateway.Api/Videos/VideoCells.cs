using Extraction.Videos;
using Tables;

namespace Gateway.Api.Videos;

/// <summary>What is known of a video, as cells of a table.</summary>
internal static class VideoCells
{
    public static readonly IReadOnlyList<string> Header = ["title", "author", "duration", "published", "views"];

    /// <summary>In the order of the header; empty where nothing is known.</summary>
    public static IEnumerable<Cell> Of(Video? video) =>
    [
        Cell.OfText(video?.Title ?? ""), Cell.OfText(video?.Author ?? ""), Duration(video?.Duration),
        (video?.PublishedAt ?? video?.UploadedAt) is { } at ? Cell.OfDate(at.UtcDateTime.Date) : Cell.Empty,
        video?.ViewCount is { } views ? Cell.OfNumber(views) : Cell.Empty,
    ];

    /// <summary>A cell of time goes to 24 hours; longer videos are written out.</summary>
    private static Cell Duration(TimeSpan? duration) => duration switch
    {
        null => Cell.Empty,
        { TotalHours: < 24 } hours => Cell.OfTime(TimeSpan.FromSeconds(Math.Floor(hours.TotalSeconds))),
        { } days => Cell.OfText($"{(int)days.TotalHours}:{days:mm\\:ss}"),
    };
}
