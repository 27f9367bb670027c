using System.Collections.Immutable;
using Extraction.Media;
using Extraction.Sources;

namespace Extraction.Videos;

/// <summary>Bounds the parts of a video document far above what YouTube allows. Pure.</summary>
internal static class VideoBounds
{
    private const int MaxTitle = 500;
    private const int MaxDescription = 20_000;
    private const int MaxWord = 200;
    private const int MaxAddress = 2_048;
    private const int MaxItems = 1_000;

    public static Video Clean(Video video) => video with
    {
        Title = SourceText.Line(video.Title, MaxTitle),
        Author = Word(video.Author),
        ChannelId = Word(video.ChannelId),
        Description = Absent.IfEmpty(SourceText.Lines(video.Description, MaxDescription)),
        Keywords = [.. All(video.Keywords).Select(Word).OfType<string>()],
        Category = Word(video.Category),
        Thumbnails = [.. All(video.Thumbnails).Where(one => one.Url.Length <= MaxAddress)],
        Streams = [.. All(video.Streams).Where(one => MediaContainer.IsKnown(one.Container)).Select(Clean)],
        Captions = [.. All(video.Captions).Where(one => LanguageTag.IsValid(one.Language)).Select(Clean)],
        SourceClient = Word(video.SourceClient),
    };

    private static VideoStream Clean(VideoStream stream) => stream with
    {
        VideoCodec = Word(stream.VideoCodec),
        AudioCodec = Word(stream.AudioCodec),
        Language = LanguageTag.IsValid(stream.Language) ? stream.Language : null,
    };

    private static CaptionTrack Clean(CaptionTrack track) => track with { Name = Word(track.Name) };

    private static IEnumerable<T> All<T>(ImmutableArray<T> items) =>
        items.IsDefault ? [] : items.Take(MaxItems).Where(item => item is not null);

    private static string? Word(string? text) => Absent.IfEmpty(SourceText.Line(text, MaxWord));
}
