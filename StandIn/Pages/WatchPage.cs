using System.Text;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>GET /watch</c>: as much of the page as extractors read. A video that cannot be had has no <c>og:url</c>.
/// </summary>
internal static class WatchPage
{
    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        var id = request.Query["v"].ToString();
        var video = catalogue.Find(id);
        return HtmlPage.Of(
            video?.Details?.Title ?? "",
            video?.Details is { } details ? Metas(id, details) : [],
            [("ytInitialPlayerResponse", PlayerPage.Of(video)), ("ytInitialData", Data(video))],
            id);
    }

    private static IEnumerable<(string Property, string Content)> Metas(string id, VideoDetails details)
    {
        yield return ("og:url", $"https://www.youtube.com/watch?v={id}");
        yield return ("og:title", details.Title);
        if (details.UploadDate is { } uploaded)
            yield return ("uploadDate", uploaded);
    }

    // Likes are only ever found in a label.
    private static byte[] Data(StandInVideo? video) => Encoding.UTF8.GetBytes(
        video?.Details?.Likes is { } likes
            ? $$"""{"accessibilityText":"{{likes}} likes","contents":{"twoColumnWatchNextResults":{"results":[]} } }"""
            : """{"contents":{"twoColumnWatchNextResults":{"results":[]}}}""");
}
