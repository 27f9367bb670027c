using Extraction.Links;
using Extraction.Lists;

namespace Gateway.Api.Links;

/// <summary>Represents a valid link. Closed.</summary>
internal abstract record CheckedLink
{
    private CheckedLink() { }

    /// <summary>The link as the caller sent it.</summary>
    public abstract string Link { get; }

    /// <summary>The key of its job. Links with the same key share one job.</summary>
    public abstract string Key { get; }

    public sealed record Video(LinkRequest Request) : CheckedLink
    {
        public override string Link => Request.Link;

        public override string Key => Request.VideoId.Value;
    }

    /// <summary>Represents a playlist or a channel.</summary>
    public sealed record List(ListRequest Request) : CheckedLink
    {
        public override string Link => Request.Link;

        public override string Key => Request.List.Path;
    }
}
