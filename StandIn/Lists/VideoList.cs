using StandIn.Videos;

namespace StandIn.Lists;

/// <summary>A playlist: its videos are looked up one by one, so a long one costs nothing until it is read.</summary>
internal sealed record VideoList(
    string Id, string Title, string? Author, string? ChannelId, int Count, Func<int, StandInVideo> VideoAt)
{
    /// <summary>
    /// A page that begins at <paramref name="from"/>, and where the next one begins; null at the end.
    /// </summary>
    public (IReadOnlyList<(int Index, StandInVideo Video)> Videos, int? Next) Page(int from, int length)
    {
        var start = Math.Clamp(from, 0, Count);
        var end = Math.Min(Count, start + length);
        return ([.. Enumerable.Range(start, end - start).Select(index => (index, VideoAt(index)))],
            end < Count ? end : null);
    }
}

/// <param name="Id">24 characters, beginning with <c>UC</c>.</param>
/// <param name="Title">Its name.</param>
/// <param name="Handle">With its <c>@</c>.</param>
internal sealed record Channel(string Id, string Title, string Handle)
{
    public string UploadsId => $"UU{Id[2..]}";
}
