namespace Gateway.Api.Page;

/// <summary>Represents the outcome of fetching a thumbnail. Closed.</summary>
internal abstract record Thumbnail
{
    private Thumbnail() { }

    public sealed record Found(byte[] Bytes, string ContentType) : Thumbnail;

    /// <summary>The host has no thumbnail of this video.</summary>
    public sealed record Absent : Thumbnail;

    /// <summary>The host was unreachable, or its response was not an image.</summary>
    public sealed record Unreachable : Thumbnail;
}

/// <summary>
/// Lists the sizes available for every video (https://developers.google.com/youtube/v3/docs/thumbnails).
/// </summary>
internal enum ThumbnailSize
{
    /// <summary>320 × 180.</summary>
    Medium,

    /// <summary>480 × 360, with bars above and below.</summary>
    Large,
}
