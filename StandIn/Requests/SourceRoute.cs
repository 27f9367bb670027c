namespace StandIn.Requests;

/// <summary>The ways in which a source asks: settings and counts are kept by them.</summary>
internal enum SourceRoute
{
    /// <summary>The watch page.</summary>
    Watch,

    /// <summary>The player endpoint: details, playability and streams.</summary>
    Player,

    /// <summary>oEmbed.</summary>
    OEmbed,

    /// <summary>The Data API's <c>videos.list</c>; up to 50 videos a request.</summary>
    DataApi,

    /// <summary>Playlists and channels.</summary>
    Lists,

    /// <summary>
    /// Content of a watch page around its video; extractors request it after the player's answer.
    /// </summary>
    Next,

    /// <summary>Timed text.</summary>
    Captions,

    /// <summary>Thumbnails.</summary>
    Thumbnails,

    /// <summary>The bytes of streams.</summary>
    Media,

    /// <summary>Scripts that extractors read, and every path that the stand-in does not know.</summary>
    Other,
}

internal static class SourceRoutes
{
    public static readonly int Count = Enum.GetValues<SourceRoute>().Length;

    extension(SourceRoute route)
    {
        /// <summary>True when a request counts against a source's budget.</summary>
        public bool IsMetadata => route <= SourceRoute.Lists;
    }
}
