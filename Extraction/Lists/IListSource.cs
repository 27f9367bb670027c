using Extraction.Links;
using Extraction.Sources;

namespace Extraction.Lists;

/// <summary>Represents a source that can list the videos of a playlist or a channel.</summary>
public interface IListSource : IVideoSource
{
    /// <summary>
    /// Asks for a part of a list, once. Errors of the source are answers; only cancellation is thrown.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="skip">Number of entries before the part.</param>
    /// <param name="count">Maximum number of entries in the part.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<SourceAnswer<ListPage>> GetListAsync(
        ListAddress list, int skip, int count, CancellationToken cancellationToken);
}

/// <summary>Represents a part of a list.</summary>
/// <param name="Title">The title of the whole list; null when the source does not say.</param>
/// <param name="Videos">The entries that are videos, in order.</param>
/// <param name="HasMore">True when the list continues after this part.</param>
public sealed record ListPage(string? Title, IReadOnlyList<VideoId> Videos, bool HasMore)
    : ISourceValue<ListPage>
{
    private const int MaxTitle = 500;

    public ListPage Cleaned() => this with { Title = Absent.IfEmpty(SourceText.Line(Title, MaxTitle)) };
}
