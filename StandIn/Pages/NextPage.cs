namespace StandIn.Pages;

/// <summary><c>POST /youtubei/v1/next</c> for a video: yt-dlp only needs that there are contents.</summary>
internal static class NextPage
{
    private static readonly byte[] Contents =
        """{"responseContext":{},"contents":{"singleColumnWatchNextResults":{"results":{"results":{"contents":[]}}}}}"""u8.ToArray();

    public static async ValueTask<Page> AnswerAsync(HttpRequest request)
    {
        var posted = await PostedJson.ReadAsync(request);
        return Page.Json(Contents, posted?.Find("videoId"));
    }
}
