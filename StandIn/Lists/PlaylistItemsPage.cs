using System.Globalization;
using StandIn.Pages;

namespace StandIn.Lists;

/// <summary>
/// <c>GET /youtube/v3/playlistItems</c>: https://developers.google.com/youtube/v3/docs/playlistItems/list
/// </summary>
internal static class PlaylistItemsPage
{
    private const int DefaultResults = 5;
    private const int MostResults = 50;

    public static Page Answer(HttpRequest request, ListCatalogue lists)
    {
        if (DataApiPage.WhyRefused(request) is { } refused)
            return refused;
        if (lists.Find(request.Query["playlistId"]) is not { } list)
            return DataApiPage.Error(
                404,
                "The playlist identified with the request's playlistId parameter cannot be found.",
                "playlistNotFound",
                "NOT_FOUND",
                default);

        var from = Number(request.Query["pageToken"]) ?? 0;
        var results = Math.Clamp(Number(request.Query["maxResults"]) ?? DefaultResults, 1, MostResults);
        var (videos, next) = list.Page(from, results);
        return Page.Json(new
        {
            kind = "youtube#playlistItemListResponse",
            nextPageToken = next?.ToString(CultureInfo.InvariantCulture),
            pageInfo = new { totalResults = list.Count, resultsPerPage = results },
            items = videos.Select(entry => new
            {
                kind = "youtube#playlistItem",
                snippet = new
                {
                    title = entry.Video.Details!.Title, playlistId = list.Id, position = entry.Index,
                    channelId = list.ChannelId,
                    resourceId = new { kind = "youtube#video", videoId = entry.Video.Id },
                },
                contentDetails = new { videoId = entry.Video.Id },
            }),
        });
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
