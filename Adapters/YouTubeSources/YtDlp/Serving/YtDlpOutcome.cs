namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Represents the end of a run of yt-dlp. Closed, so that a switch over it is complete.</summary>
internal abstract record YtDlpOutcome
{
    private YtDlpOutcome() { }

    public sealed record Exited(int Code, ReadOnlyMemory<byte> Output, string Error) : YtDlpOutcome;

    public sealed record TimedOut : YtDlpOutcome;

    public sealed record TooMuchOutput : YtDlpOutcome;

    /// <param name="Reason">The end of a sentence about yt-dlp.</param>
    public sealed record Broke(string Reason) : YtDlpOutcome;

    /// <summary>All processes were in use for as long as a run may wait. yt-dlp was not asked.</summary>
    public sealed record Busy : YtDlpOutcome;

    /// <summary>There is no such program. yt-dlp was not asked.</summary>
    public sealed record Missing : YtDlpOutcome;
}
