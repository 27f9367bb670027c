using StandIn.Faults;
using StandIn.Requests;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>Which path gives which page. Hosts do not matter: a source is pointed here by its base address or by the proxy.</summary>
internal static class PageEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Post = [HttpMethods.Post];

    public static void MapPages(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<SourceGate>();
        var catalogue = app.Services.GetRequiredService<Catalogue>();

        Map("/watch", Get, SourceRoute.Watch, request => WatchPage.Answer(request, catalogue));
        Map("/oembed", Get, SourceRoute.OEmbed, request => OEmbedPage.Answer(request, catalogue));
        Map("/youtube/v3/videos", Get, SourceRoute.DataApi, request => DataApiPage.Answer(request, catalogue));
        Map("/api/timedtext", Get, SourceRoute.Captions, request => CaptionPage.Answer(request, catalogue));
        Map("/vi/{id}/{file}", Get, SourceRoute.Thumbnails, request => ThumbnailPage.Answer(request, catalogue));
        Map("/vi_webp/{id}/{file}", Get, SourceRoute.Thumbnails, request => ThumbnailPage.Answer(request, catalogue));
        Map("/sw.js_data", Get, SourceRoute.Other, Scripts.SwData);
        Map("/iframe_api", Get, SourceRoute.Other, Scripts.Iframe);
        Map("/s/player/{version}/player_ias.vflset/en_US/base.js", Get, SourceRoute.Other, Scripts.Base);
        MapRead("/youtubei/v1/player", Post, SourceRoute.Player, request => PlayerPage.AnswerAsync(request, catalogue));
        MapRead("/youtubei/v1/next", Post, SourceRoute.Next, NextPage.AnswerAsync);
        app.MapFallback(http => gate.ServeAsync(http, SourceRoute.Other, Unknown(http.Request)));

        void Map(string path, string[] methods, SourceRoute route, Func<HttpRequest, Page> answer) =>
            app.MapMethods(path, methods, http => gate.ServeAsync(http, route, answer(http.Request)));

        void MapRead(string path, string[] methods, SourceRoute route, Func<HttpRequest, ValueTask<Page>> answer) =>
            app.MapMethods(path, methods, async http => await gate.ServeAsync(http, route, await answer(http.Request)));
    }

    private static Page Unknown(HttpRequest request) =>
        Page.Text(StatusCodes.Status404NotFound, $"The stand-in has nothing at {request.Path}.", default);
}
