using Extraction.Links;
using Extraction.Sources;

namespace Extraction.Lists;

/// <summary>A source that knows which videos are in a playlist or a channel.</summary>
public interface IListSource : IVideoSource
{
    /// <summary>
    /// Asks once for a part of a list. What the source answers is a result; only cancellation is thrown.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="skip">How many entries come before the part.</param>
    /// <param name="count">How many entries the part has, unless the list ends before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ListResult> GetListAsync(ListAddress list, int skip, int count, CancellationToken cancellationToken);
}

/// <summary>A part of a list.</summary>
/// <param name="Title">Of the whole list.</param>
/// <param name="Videos">Those of the entries that are videos, in their order.</param>
/// <param name="HasMore">Whether the list goes on after this part.</param>
public sealed record ListPage(string? Title, IReadOnlyList<VideoId> Videos, bool HasMore);

/// <summary>What a source answered: closed, so that a switch over it is complete.</summary>
public abstract record ListResult
{
    private ListResult() { }

    public sealed record Found(ListPage Page) : ListResult;

    public sealed record Failed(SourceResult.Failed Why) : ListResult;
}
