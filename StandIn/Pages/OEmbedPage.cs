using Extraction.Links;
using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>GET /oembed?url=…&amp;format=json</c>: 403 for a private video, 404 for one that is not there, 400 for no video
/// at all.
/// </summary>
internal static class OEmbedPage
{
    public static Page Answer(HttpRequest request, Catalogue catalogue)
    {
        if (request.Query["format"].ToString() is not ("" or "json"))
            return Page.Text(StatusCodes.Status501NotImplemented, "Not Implemented", default);
        if (IdIn(request.Query["url"].ToString()) is not { } id)
            return Page.Text(StatusCodes.Status400BadRequest, "Bad Request", default);
        return catalogue.Find(id) switch
        {
            null => Page.Text(StatusCodes.Status404NotFound, "Not Found", id),
            { Details: null } => Page.Text(StatusCodes.Status403Forbidden, "Forbidden", id),
            { Details: { } details } => Embed(id, details),
        };
    }

    private static Page Embed(string id, VideoDetails details) => Page.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("title", details.Title);
            json.WriteString("author_name", details.Author);
            json.WriteString("author_url", details.OwnerUrl?.Replace("http:", "https:", StringComparison.Ordinal)
                ?? $"https://www.youtube.com/channel/{details.ChannelId}");
            json.WriteString("type", "video");
            json.WriteNumber("height", 113);
            json.WriteNumber("width", 200);
            json.WriteString("version", "1.0");
            json.WriteString("provider_name", "YouTube");
            json.WriteString("provider_url", "https://www.youtube.com/");
            json.WriteNumber("thumbnail_height", 360);
            json.WriteNumber("thumbnail_width", 480);
            json.WriteString("thumbnail_url", $"https://i.ytimg.com/vi/{id}/hqdefault.jpg");
            json.WriteString("html", $"<iframe width=\"200\" height=\"113\" src=\"https://www.youtube.com/embed/{id}?feature=oembed\" frameborder=\"0\" allowfullscreen></iframe>");
            json.WriteEndObject();
        },
        id);

    // Its own reading of a link, kept small: the product's parser is what is tested against this.
    private static string? IdIn(string url)
    {
        var at = url.IndexOf("v=", StringComparison.Ordinal) is var query && query >= 0
            ? query + 2
            : url.LastIndexOf('/') + 1;
        return url.Length >= at + VideoId.Length && VideoId.TryParse(url.Substring(at, VideoId.Length), out var id)
            ? id.Value
            : null;
    }
}
