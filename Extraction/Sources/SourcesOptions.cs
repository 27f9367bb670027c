using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Extraction.Sources;

/// <summary>Section <c>Sources</c>; each source's own settings are in the adapter's section below it.</summary>
public sealed record SourcesOptions : IValidatableObject
{
    public const string Section = "Sources";

    /// <summary>
    /// Names in the order in which they are asked, with commas between. The richest answers come first; the official
    /// one, which breaks least and tells least, last.
    /// </summary>
    [Required]
    public string Chain { get; init; } = $"{SourceNames.YoutubeExplode}, {SourceNames.YtDlp}, {SourceNames.YouTubeApi}";

    /// <summary>How long a source that asks us to slow down, without saying for how long, is left alone.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CircuitOpen { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a source is left alone, whatever it asks: after that one request tries it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CircuitMaxOpen { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The chain, taken apart.</summary>
    public ImmutableArray<string> Names =>
        [.. Chain.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(
            StringComparer.Ordinal)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var known = string.Join(", ", SourceNames.All);
        if (Names.IsEmpty)
            yield return new ValidationResult(
                $"{Section}:{nameof(Chain)} names no source: give one or more of {known}.", [nameof(Chain)]);
        foreach (var name in Names.Except(SourceNames.All))
            yield return new ValidationResult(
                $"{Section}:{nameof(Chain)} names \"{name}\", which is no source: give one or more of {known}.",
                [nameof(Chain)]);
    }
}

/// <summary>The names of sources, in configuration, on documents and in metrics.</summary>
public static class SourceNames
{
    public const string YoutubeExplode = "youtube-explode";
    public const string YtDlp = "yt-dlp";
    public const string YouTubeApi = "youtube-api";

    public static ImmutableArray<string> All { get; } = [YoutubeExplode, YtDlp, YouTubeApi];
}
