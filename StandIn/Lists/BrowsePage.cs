using System.Globalization;
using StandIn.Pages;

namespace StandIn.Lists;

/// <summary>
/// <c>POST /youtubei/v1/browse</c> for a playlist (<c>VL</c> and its id) and its continuations, and
/// <c>GET /playlist</c> with the same inside a page. YoutubeExplode reads the sidebar, yt-dlp the contents.
/// </summary>
internal static class BrowsePage
{
    private static readonly object NotThere = new
    {
        alerts = new[]
        {
            new { alertRenderer = new { type = "ERROR", text = ListJson.Runs("The playlist does not exist.") } },
        },
    };

    public static async ValueTask<Page> AnswerAsync(HttpRequest request, ListCatalogue lists)
    {
        if (await PostedJson.ReadAsync(request) is not { } posted)
            return Page.Json(NotThere, StatusCodes.Status400BadRequest);
        if (posted.Find("continuation") is { } token)
        {
            return token.Split(' ') is [var list, var from, var form] && lists.Find(list) is { } continued
                && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? Page.Json(Continuation(continued, start, form))
                : Page.Json(NotThere, StatusCodes.Status404NotFound);
        }

        return posted.Find("browseId") is { } id && id.StartsWith("VL", StringComparison.Ordinal)
            && lists.Find(id[2..]) is { } found
            ? Page.Json(Whole(found))
            : Page.Json(NotThere);
    }

    public static Page Html(HttpRequest request, ListCatalogue lists)
    {
        var found = lists.Find(request.Query["list"]);
        var data = Page.Json(found is null ? NotThere : Whole(found));
        return HtmlPage.Of(found?.Title
            ?? "", found is null ? [] : [("og:title", found.Title)], [("ytInitialData", data.Body)], default);
    }

    private static object Whole(VideoList list) => new
    {
        contents = new
        {
            twoColumnBrowseResultsRenderer = ListJson.SelectedTab("Playlist", $"/playlist?list={list.Id}", new
            {
                sectionListRenderer = new
                {
                    contents = new[]
                    {
                        new { itemSectionRenderer = new { contents = new[] { Videos(list) } } },
                    },
                },
            }),
        },
        metadata = new { playlistMetadataRenderer = new { title = list.Title } },
        sidebar = new { playlistSidebarRenderer = new { items = Sidebar(list) } },
    };

    private static object Videos(VideoList list) => new
    {
        playlistVideoListRenderer = new
        {
            playlistId = list.Id,
            contents = ListJson.Items(list, 0, ListJson.Rows),
        },
    };

    private static object Continuation(VideoList list, int from, string form) => new
    {
        onResponseReceivedActions = new[]
        {
            new { appendContinuationItemsAction = new { continuationItems = ListJson.Items(list, from, form) } },
        },
    };

    private static IEnumerable<object> Sidebar(VideoList list)
    {
        yield return new
        {
            playlistSidebarPrimaryInfoRenderer = new
            {
                title = ListJson.Runs(list.Title),
                stats = new[] { ListJson.Runs(list.Count.ToString(CultureInfo.InvariantCulture), " videos") },
            },
        };
        if (list is { Author: { } author, ChannelId: { } channel })
        {
            yield return new
            {
                playlistSidebarSecondaryInfoRenderer = new
                {
                    videoOwner = new
                    {
                        videoOwnerRenderer = new
                        {
                            title = ListJson.Runs(author),
                            navigationEndpoint = ListJson.ToChannel(channel),
                        },
                    },
                },
            };
        }
    }
}
