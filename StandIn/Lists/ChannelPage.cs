using StandIn.Pages;

namespace StandIn.Lists;

/// <summary>A channel's page, under its id or handle, with its videos.</summary>
internal static class ChannelPage
{
    public static Page Answer(HttpRequest request, ListCatalogue lists)
    {
        var address = request.RouteValues["id"] as string ?? $"@{request.RouteValues["handle"]}";
        if (lists.FindChannel(address) is not { } channel)
            return Page.Text(StatusCodes.Status404NotFound, "This page isn't available.", default);
        var url = $"https://www.youtube.com/channel/{channel.Id}";
        var data = Page.Json(new
        {
            contents = new
            {
                twoColumnBrowseResultsRenderer = ListJson.SelectedTab(
                    "Videos",
                    $"/channel/{channel.Id}/videos",
                    new
                    {
                        richGridRenderer = new
                        {
                            contents = ListJson.Items(lists.Find(channel.UploadsId)!, 0, ListJson.Tiles),
                        },
                    }),
            },
            metadata = new
            {
                channelMetadataRenderer = new { title = channel.Title, externalId = channel.Id, channelUrl = url },
            },
        });
        return HtmlPage.Of(
            channel.Title,
            [("og:url", url), ("og:title", channel.Title), (
                "og:image", "https://yt3.ggpht.com/stand-in=s900-c-k-c0x00ffffff-no-rj")],
            [("ytInitialData", data.Body)],
            default);
    }
}
