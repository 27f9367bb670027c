using Extraction.Videos;
using Tables;

namespace Extraction.Rows;

/// <summary>Converts a video to the cells of a table.</summary>
public static class VideoCells
{
    public static IReadOnlyList<string> Header { get; } = ["title", "author", "duration", "published", "views"];

    /// <summary>Returns the cells in the order of the header; empty ones for unknown values.</summary>
    public static IEnumerable<Cell> Of(Video? video) =>
    [
        Cell.OfText(video?.Title ?? ""), Cell.OfText(video?.Author ?? ""), Duration(video?.Duration),
        (video?.PublishedAt ?? video?.UploadedAt) is { } at ? Cell.OfDate(at.UtcDateTime.Date) : Cell.Empty,
        video?.ViewCount is { } views ? Cell.OfNumber(views) : Cell.Empty,
    ];

    /// <summary>Returns a time up to 24 hours, the limit of such a cell, and text for longer videos.</summary>
    private static Cell Duration(TimeSpan? duration) => duration switch
    {
        null => Cell.Empty,
        { TotalHours: < 24 } hours => Cell.OfTime(TimeSpan.FromSeconds(Math.Floor(hours.TotalSeconds))),
        { } days => Cell.OfText($"{(int)days.TotalHours}:{days:mm\\:ss}"),
    };
}
