using Extraction.Sources;
using Jobs.Failures;

namespace Extraction.Media;

/// <summary>Makes media files out of media files: ffmpeg.</summary>
public interface IMediaTool
{
    /// <summary>Whether it is installed; a version, or in a sentence what to do.</summary>
    ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken);

    /// <summary>Does one piece of work. Its process and that process's children end with the cancellation.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="progress">Is told how much of the work's duration is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why it did not work, or null.</returns>
    Task<Failure?> RunAsync(MediaWork work, Action<double> progress, CancellationToken cancellationToken);
}

/// <summary>What to make of one or two files.</summary>
public sealed record MediaWork
{
    /// <summary>Paths; with two, the picture comes first.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Path of the file to be made; its extension says the container.</summary>
    public required string Output { get; init; }

    /// <summary>Only the sound of the input is kept.</summary>
    public bool SoundOnly { get; init; }

    /// <summary>The codec of the sound to be made; absent keeps the sound as it is.</summary>
    public SoundCodec? Transcode { get; init; }

    public MediaTags Tags { get; init; } = MediaTags.None;

    /// <summary>How long the media is, where known: for the progress.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <param name="Name">mp3, aac or opus.</param>
/// <param name="BitrateKbps">Kilobits a second.</param>
public sealed record SoundCodec(string Name, int BitrateKbps);

/// <param name="Title">The video's title.</param>
/// <param name="Artist">The video's author.</param>
/// <param name="CoverPath">A JPEG, for containers that can hold one.</param>
public sealed record MediaTags(string? Title, string? Artist, string? CoverPath)
{
    public static MediaTags None { get; } = new(null, null, null);
}
