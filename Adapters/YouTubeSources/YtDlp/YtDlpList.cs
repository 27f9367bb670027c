using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Lists;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>What is read of <c>yt-dlp --flat-playlist -J</c>.</summary>
internal sealed record YtDlpList
{
    public string? Title { get; init; }

    public IReadOnlyList<YtDlpEntry?>? Entries { get; init; }

    /// <param name="count">How many entries were wanted; one more was asked for, to see whether there is one.</param>
    public ListPage Page(int count)
    {
        var entries = Entries ?? [];
        var videos = entries.Take(count)
            .Select(entry => VideoId.TryParse(entry?.Id, out var id) ? id : (VideoId?)null)
            .OfType<VideoId>();
        return new ListPage(string.IsNullOrWhiteSpace(Title) ? null : Title, [.. videos], entries.Count > count);
    }
}

/// <param name="Id">Of the video; that of another list does not have a video's form.</param>
internal sealed record YtDlpEntry(string? Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(YtDlpList))]
internal sealed partial class YtDlpListJson : JsonSerializerContext;
