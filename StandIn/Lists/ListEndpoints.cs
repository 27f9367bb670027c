using StandIn.Pages;
using StandIn.Requests;

namespace StandIn.Lists;

internal static class ListEndpoints
{
    public static void AddLists(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ListCatalogue>();

    public static void MapLists(this WebApplication app)
    {
        var lists = app.Services.GetRequiredService<ListCatalogue>();
        app.MapSource("/playlist", SourceRoute.Lists, request => BrowsePage.Html(request, lists));
        app.MapSource("/channel/{id}/{tab?}", SourceRoute.Lists, request => ChannelPage.Answer(request, lists));
        app.MapSource("/@{handle}/{tab?}", SourceRoute.Lists, request => ChannelPage.Answer(request, lists));
        app.MapSource(
            "/youtube/v3/playlistItems", SourceRoute.Lists, request => PlaylistItemsPage.Answer(request, lists));
        app.MapSource("/youtube/v3/channels", SourceRoute.Lists, request => ChannelsPage.Answer(request, lists));
        app.MapPostedSource(
            "/youtubei/v1/browse", SourceRoute.Lists, request => BrowsePage.AnswerAsync(request, lists));
        app.MapPostedSource("/youtubei/v1/next", SourceRoute.Next, request => NextPage.AnswerAsync(request, lists));
    }
}
