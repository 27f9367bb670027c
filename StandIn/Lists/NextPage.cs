using System.Globalization;
using StandIn.Pages;

namespace StandIn.Lists;

/// <summary>
/// <c>POST /youtubei/v1/next</c>: with a playlist, its panel from the given video on, as YoutubeExplode pages through
/// it; with a video alone, non-empty contents, which is all that yt-dlp needs.
/// </summary>
internal static class NextPage
{
    private const int PanelLength = 200;

    private static readonly byte[] Contents =
        """{"responseContext":{},"contents":{"singleColumnWatchNextResults":{"results":{"results":{"contents":[]}}}}}"""u8.ToArray();

    public static async ValueTask<Page> AnswerAsync(HttpRequest request, ListCatalogue lists)
    {
        var posted = await PostedJson.ReadAsync(request);
        if (posted?.Find("playlistId") is not { } id)
            return Page.Json(Contents, posted?.Find("videoId"));
        if (lists.Find(id) is not { } list)
            return Page.Json(new { responseContext = new { }, contents = new { } });

        var from = int.TryParse(posted.Find("playlistIndex"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var index) ? index : 0;
        var (videos, _) = list.Page(from, PanelLength);
        return Page.Json(new
        {
            responseContext = new { visitorData = "CgtzdGFuZGluLXZpcyiAgICAAQ%3D%3D" },
            contents = new
            {
                twoColumnWatchNextResults = new
                {
                    playlist = new
                    {
                        playlist = new
                        {
                            title = list.Title,
                            playlistId = list.Id,
                            ownerName = list.Author is { } author ? new { simpleText = author } : null,
                            totalVideosText = ListJson.Runs(
                                list.Count.ToString(CultureInfo.InvariantCulture), " videos"),
                            contents = videos.Select(entry =>
                                new { playlistPanelVideoRenderer = ListJson.Video(entry.Video, entry.Index) }),
                        },
                    },
                },
            },
        });
    }
}
