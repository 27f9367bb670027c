using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Lists;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Represents the parts of <c>yt-dlp --flat-playlist -J</c> that are read.</summary>
internal sealed record YtDlpList
{
    public string? Title { get; init; }

    public IReadOnlyList<YtDlpEntry?>? Entries { get; init; }

    /// <summary>Maps the entries to a page.</summary>
    /// <param name="count">Entries in the page; one more was requested, to see whether the list continues.</param>
    public ListPage Page(int count)
    {
        var entries = Entries ?? [];
        var videos = entries.Take(count)
            .Select(entry => VideoId.TryParse(entry?.Id, out var id) ? id : (VideoId?)null)
            .OfType<VideoId>();
        return new ListPage(string.IsNullOrWhiteSpace(Title) ? null : Title, [.. videos], entries.Count > count);
    }
}

/// <param name="Id">The ID of a video, or of a nested list, which does not have the form of a video ID.</param>
internal sealed record YtDlpEntry(string? Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(YtDlpList))]
internal sealed partial class YtDlpListJson : JsonSerializerContext;
