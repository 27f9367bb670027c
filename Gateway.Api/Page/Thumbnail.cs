namespace Gateway.Api.Page;

/// <summary>What came of asking for a picture: closed, so that a switch over it is complete.</summary>
internal abstract record Thumbnail
{
    private Thumbnail() { }

    public sealed record Found(byte[] Bytes, string ContentType) : Thumbnail;

    /// <summary>The host has no picture of this video.</summary>
    public sealed record Absent : Thumbnail;

    /// <summary>The host could not be asked, or gave something that is no picture.</summary>
    public sealed record Unreachable : Thumbnail;
}

/// <summary>The sizes that exist for every video (https://developers.google.com/youtube/v3/docs/thumbnails).</summary>
internal enum ThumbnailSize
{
    /// <summary>320 × 180.</summary>
    Medium,

    /// <summary>480 × 360, with bars above and below.</summary>
    Large,
}
