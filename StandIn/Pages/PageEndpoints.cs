using StandIn.Faults;
using StandIn.Requests;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// Maps paths to pages. Hosts do not matter: a source reaches this by its base address or by the proxy.
/// </summary>
internal static class PageEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this WebApplication app)
    {
        var catalogue = app.Services.GetRequiredService<Catalogue>();
        app.MapSource("/watch", SourceRoute.Watch, request => WatchPage.Answer(request, catalogue));
        app.MapSource("/oembed", SourceRoute.OEmbed, request => OEmbedPage.Answer(request, catalogue));
        app.MapSource("/youtube/v3/videos", SourceRoute.DataApi, request => DataApiPage.Answer(request, catalogue));
        app.MapSource("/api/timedtext", SourceRoute.Captions, request => CaptionPage.Answer(request, catalogue));
        app.MapSource("/vi/{id}/{file}", SourceRoute.Thumbnails, request => ThumbnailPage.Answer(request, catalogue));
        app.MapSource(
            "/vi_webp/{id}/{file}", SourceRoute.Thumbnails, request => ThumbnailPage.Answer(request, catalogue));
        app.MapSource("/sw.js_data", SourceRoute.Other, Scripts.SwData);
        app.MapSource("/iframe_api", SourceRoute.Other, Scripts.Iframe);
        app.MapSource("/s/player/{version}/player_ias.vflset/en_US/base.js", SourceRoute.Other, Scripts.Base);
        app.MapPostedSource(
            "/youtubei/v1/player", SourceRoute.Player, request => PlayerPage.AnswerAsync(request, catalogue));

        var gate = app.Services.GetRequiredService<SourceGate>();
        app.MapFallback(http => gate.ServeAsync(http, SourceRoute.Other, Unknown(http.Request)));
    }

    public static void MapSource(
        this WebApplication app, string path, SourceRoute route, Func<HttpRequest, Page> answer)
    {
        var gate = app.Services.GetRequiredService<SourceGate>();
        app.MapMethods(path, Get, http => gate.ServeAsync(http, route, answer(http.Request)));
    }

    public static void MapPostedSource(
        this WebApplication app, string path, SourceRoute route, Func<HttpRequest, ValueTask<Page>> answer)
    {
        var gate = app.Services.GetRequiredService<SourceGate>();
        app.MapPost(path, async http => await gate.ServeAsync(http, route, await answer(http.Request)));
    }

    private static Page Unknown(HttpRequest request) =>
        Page.Text(StatusCodes.Status404NotFound, $"The stand-in has nothing at {request.Path}.", default);
}
