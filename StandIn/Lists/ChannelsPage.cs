using StandIn.Pages;

namespace StandIn.Lists;

/// <summary>
/// <c>GET /youtube/v3/channels</c> by <c>id</c> or <c>forHandle</c>, with the id of the uploads list:
/// https://developers.google.com/youtube/v3/docs/channels/list
/// </summary>
internal static class ChannelsPage
{
    public static Page Answer(HttpRequest request, ListCatalogue lists)
    {
        if (DataApiPage.WhyRefused(request) is { } refused)
            return refused;
        var address = request.Query["id"].ToString() is { Length: > 0 } id
            ? id
            : $"@{request.Query["forHandle"].ToString().TrimStart('@')}";
        Channel[] found = lists.FindChannel(address) is { } channel ? [channel] : [];
        return Page.Json(new
        {
            kind = "youtube#channelListResponse",
            pageInfo = new { totalResults = found.Length, resultsPerPage = 5 },
            items = found.Select(item => new
            {
                kind = "youtube#channel",
                id = item.Id,
                snippet = new { title = item.Title, customUrl = item.Handle },
                contentDetails = new { relatedPlaylists = new { uploads = item.UploadsId } },
            }),
        });
    }
}
