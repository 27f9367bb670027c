using Extraction.Sources;
using Jobs.Failures;

namespace Extraction.Media;

/// <summary>Converts media files: ffmpeg.</summary>
public interface IMediaTool
{
    /// <summary>Checks that the tool is installed.</summary>
    ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken);

    /// <summary>Makes one file. Cancellation ends the tool's process and its children.</summary>
    /// <param name="work">The file to make.</param>
    /// <param name="progress">Receives the finished share of the media's duration, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Null on success.</returns>
    Task<Failure?> RunAsync(MediaWork work, Action<double> progress, CancellationToken cancellationToken);
}

/// <summary>Describes a file to make from one or two files.</summary>
public sealed record MediaWork
{
    /// <summary>
    /// Paths of the inputs; of two, the first is the video. The extension names the container (<see
    /// cref="MediaContainer"/>), and nothing else is read.
    /// </summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Path of the output; its extension selects the container.</summary>
    public required string Output { get; init; }

    /// <summary>True to keep only the audio of the input.</summary>
    public bool AudioOnly { get; init; }

    /// <summary>Target encoding of the audio; null to copy it unchanged.</summary>
    public AudioEncoding? Transcode { get; init; }

    /// <summary>Maximum length of the output, in bytes.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>Tags of the output.</summary>
    public MediaTags Tags { get; init; } = MediaTags.None;

    /// <summary>Duration of the media, for the progress; null when unknown.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>Represents an encoding of audio.</summary>
/// <param name="Codec"><c>mp3</c>, <c>aac</c>, or <c>opus</c>.</param>
/// <param name="BitrateKbps">Kilobits per second.</param>
public sealed record AudioEncoding(string Codec, int BitrateKbps);

/// <summary>Represents the tags of a media file.</summary>
/// <param name="Title">The video's title.</param>
/// <param name="Artist">The video's author.</param>
/// <param name="CoverPath">Path of a JPEG, for containers that can hold a cover.</param>
public sealed record MediaTags(string? Title, string? Artist, string? CoverPath)
{
    /// <summary>No tags.</summary>
    public static MediaTags None { get; } = new(null, null, null);
}
