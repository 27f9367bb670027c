using Extraction.Links;
using Extraction.Lists;

namespace Gateway.Api.Links;

/// <summary>A link that was found good: closed, so that a switch over it is complete.</summary>
internal abstract record CheckedLink
{
    private CheckedLink() { }

    /// <summary>The link as it was given.</summary>
    public abstract string Link { get; }

    /// <summary>Of its job: the same video twice is one job.</summary>
    public abstract string Key { get; }

    public sealed record Video(LinkRequest Request) : CheckedLink
    {
        public override string Link => Request.Link;

        public override string Key => Request.VideoId.Value;
    }

    /// <summary>A playlist or a channel.</summary>
    public sealed record List(ListRequest Request) : CheckedLink
    {
        public override string Link => Request.Link;

        public override string Key => Request.List.Path;
    }
}
