using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>Options of ffmpeg: section <c>Media:Ffmpeg</c>.</summary>
internal sealed record FfmpegOptions
{
    public const string Section = "Media:Ffmpeg";

    /// <summary>Path of the program, or a name to look up on the PATH.</summary>
    [Required]
    public string Program { get; init; } = "ffmpeg";

    /// <summary>Time after which a run is killed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Threads per run. Two, because several jobs run at once and none may starve the others.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 2;
}
