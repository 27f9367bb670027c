using Jobs.Failures;

namespace Extraction.Media;

/// <summary>Brings a stream into a file.</summary>
public interface IDownloader
{
    /// <summary>
    /// Downloads the whole stream, going on where a connection was cut. What the network does is a result; only
    /// cancellation is thrown. The file is the caller's to delete, whatever the result.
    /// </summary>
    Task<DownloadResult> DownloadAsync(DownloadRequest request, CancellationToken cancellationToken);

    /// <summary>Gets something small whole: a thumbnail, timed text.</summary>
    /// <param name="url">On one of the hosts that serve media.</param>
    /// <param name="maxBytes">A longer answer is a failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<SmallFile> GetAsync(Uri url, int maxBytes, CancellationToken cancellationToken);
}

/// <summary>Something small, or why it is not to be had.</summary>
/// <param name="Content">The bytes, when there is no failure.</param>
/// <param name="Failure">
/// Absent when it is there; <see cref="FailureKind.Unavailable"/> when the source has none.
/// </param>
public sealed record SmallFile(ReadOnlyMemory<byte> Content, Failure? Failure);

/// <param name="Stream">What to download.</param>
/// <param name="Path">The file, which is made or overwritten.</param>
/// <param name="Renew">
/// Gives the same stream under a new address when the old one has expired; null when there is none.
/// </param>
/// <param name="Progress">Is told the bytes so far and in all, often; the caller bounds what becomes of it.</param>
public sealed record DownloadRequest(
    MediaStream Stream,
    string Path,
    Func<CancellationToken, Task<MediaStream?>> Renew,
    Action<long, long?> Progress);

/// <summary>How a download ended: closed, so that a switch over it is complete.</summary>
public abstract record DownloadResult
{
    private DownloadResult() { }

    public sealed record Done(long Bytes) : DownloadResult;

    public sealed record Failed(Failure Failure) : DownloadResult;
}
