using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>Section <c>Media:Ffmpeg</c>.</summary>
internal sealed record FfmpegOptions
{
    public const string Section = "Media:Ffmpeg";

    /// <summary>A path, or a name that is looked for on the PATH.</summary>
    [Required]
    public string Program { get; init; } = "ffmpeg";

    /// <summary>How long one run may take before it is killed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Threads of one run. Two: several jobs run at once, and none may starve the others.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 2;
}
