namespace StandIn.Pages;

/// <summary>
/// The small files that YoutubeExplode reads in addition to the player's answer: visitor data, and the player's version
/// and script.
/// </summary>
internal static class Scripts
{
    // Visitor data is at [0][2][0][0][13].
    private const string VisitorData =
        """)]}'[[null,null,[[[null,null,null,null,null,null,null,null,null,null,null,null,null,"CgtzdGFuZGluLXZpcyiAgICAAQ%3D%3D"]]]]]""";

    private const string IframeApi =
        """var scriptUrl = 'https:\/\/www.youtube.com\/s\/player\/57a4d1e0\/www-widgetapi.vflset\/www-widgetapi.js';""";

    // A player whose signature function swaps, cuts and reverses; no recorded stream has a signature, so it is only
    // read.
    private const string Player =
        """
        var config={signatureTimestamp:20500};
        var Xy={sW:function(a,b){var c=a[0];a[0]=a[b%a.length];a[b%a.length]=c},sP:function(a,b){a.splice(0,b)},rV:function(a){a.reverse()}};
        Zq=function(a){a=a.split("");Xy.sW(a,3);Xy.sP(a,1);Xy.rV(a,0);return a.join("")};
        """;

    public static Page SwData(HttpRequest request) =>
        Page.Text(StatusCodes.Status200OK, VisitorData, default, "application/json; charset=utf-8");

    public static Page Iframe(HttpRequest request) =>
        Page.Text(StatusCodes.Status200OK, IframeApi, default, "text/javascript; charset=utf-8");

    public static Page Base(HttpRequest request) =>
        Page.Text(StatusCodes.Status200OK, Player, default, "text/javascript; charset=utf-8");
}
