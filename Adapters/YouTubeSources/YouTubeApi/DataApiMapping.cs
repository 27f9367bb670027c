using System.Xml;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Maps the Data API's answer to the video document.</summary>
internal static class DataApiMapping
{
    public static Video? TryMake(DataApiVideo item, DateTimeOffset fetchedAt) =>
        item is not { Id: { } id, Snippet: { Title: { } title } snippet }
            ? null
            : new Video
            {
                Id = id,
                Title = title,
                Author = Absent.IfEmpty(snippet.ChannelTitle),
                ChannelId = Absent.IfEmpty(snippet.ChannelId),
                Description = Absent.IfEmpty(snippet.Description),
                Duration = Duration(item.ContentDetails?.Duration),
                PublishedAt = snippet.PublishedAt,
                ViewCount = item.Statistics?.ViewCount,
                LikeCount = item.Statistics?.LikeCount,
                Keywords = [.. snippet.Tags ?? []],
                Category = Category(snippet.CategoryId),
                Thumbnails = [.. Thumbnails(snippet)],
                IsLive = item.LiveStreamingDetails is not null || snippet.LiveBroadcastContent is "live" or "upcoming",
                IsFamilySafe = item.ContentDetails?.ContentRating?.YtRating == "ytAgeRestricted" ? false : null,
                Source = YouTubeApiSource.SourceName,
                SourceClient = "videos.list",
                FetchedAt = fetchedAt,
            };

    private static TimeSpan? Duration(string? text)
    {
        try
        {
            return text is null || XmlConvert.ToTimeSpan(text) is not { Ticks: > 0 } duration ? null : duration;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static IEnumerable<Thumbnail> Thumbnails(DataApiSnippet snippet) =>
        from thumbnail in snippet.Thumbnails?.Values ?? []
        where ThumbnailAddress.IsKnown(thumbnail.Url)
        orderby thumbnail.Width
        select new Thumbnail(thumbnail.Url!, thumbnail.Width, thumbnail.Height);

    /// <summary>
    /// Names the category as <c>videoCategories.list</c> does; the assignable categories have not changed in years.
    /// </summary>
    private static string? Category(string? id) => id switch
    {
        "1" => "Film & Animation",
        "2" => "Autos & Vehicles",
        "10" => "Music",
        "15" => "Pets & Animals",
        "17" => "Sports",
        "19" => "Travel & Events",
        "20" => "Gaming",
        "22" => "People & Blogs",
        "23" => "Comedy",
        "24" => "Entertainment",
        "25" => "News & Politics",
        "26" => "Howto & Style",
        "27" => "Education",
        "28" => "Science & Technology",
        "29" => "Nonprofits & Activism",
        _ => null,
    };
}
