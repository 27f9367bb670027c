using StandIn.Videos;

namespace StandIn.Pages;

/// <summary>
/// <c>POST /youtubei/v1/player</c>, as yt-dlp and YoutubeExplode ask for it: the video's id is anywhere in a JSON
/// object, the client and the rest do not matter here.
/// </summary>
internal static class PlayerPage
{
    private static readonly byte[] Unknown =
        """{"playabilityStatus":{"status":"ERROR","reason":"This video is unavailable","messages":["This video is unavailable"]}}"""u8.ToArray();

    private static readonly byte[] Malformed =
        """{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}"""u8.ToArray();

    public static async ValueTask<Page> AnswerAsync(HttpRequest request, Catalogue catalogue)
    {
        if (await PostedJson.ReadAsync(request) is not { } posted || posted.Find("videoId") is not { } id)
            return Page.Json(Malformed, default, StatusCodes.Status400BadRequest);
        return Page.Json(Of(catalogue.Find(id)), id);
    }

    public static ReadOnlyMemory<byte> Of(StandInVideo? video) => video?.Player ?? Unknown;
}
