using StandIn.Faults;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>GET /vi/ID/NAME.jpg</c>: an image of the size in the name, with the video's own colors and shapes.
/// </summary>
internal static class ThumbnailPage
{
    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        var id = request.RouteValues["id"] as string ?? "";
        if (catalogue.Find(id) is null)
            return Page.Text(StatusCodes.Status404NotFound, "Not Found", id);
        var (width, height) = Size(Path.GetFileNameWithoutExtension(request.RouteValues["file"] as string) ?? "");
        return new Page(StatusCodes.Status200OK, "image/jpeg", MosaicJpeg.Draw(width, height, Dice.Hash(id)), id);
    }

    private static (int Width, int Height) Size(string name) => name switch
    {
        "mqdefault" or "mq1" or "mq2" or "mq3" => (320, 180),
        "hqdefault" or "hq1" or "hq2" or "hq3" => (480, 360),
        "sddefault" => (640, 480),
        "hq720" or "maxresdefault" => (1280, 720),
        _ => (120, 90),
    };
}
