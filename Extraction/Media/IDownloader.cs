using Jobs.Failures;

namespace Extraction.Media;

/// <summary>Downloads streams and small files.</summary>
public interface IDownloader
{
    /// <summary>
    /// Downloads a whole stream, resuming where a connection was lost. Network errors are results; only cancellation is
    /// thrown. The caller deletes the file after any result.
    /// </summary>
    Task<DownloadResult> DownloadAsync(DownloadRequest request, CancellationToken cancellationToken);

    /// <summary>Downloads a small file, such as a thumbnail or timed text, into memory.</summary>
    /// <param name="url">An address on one of the hosts that serve media.</param>
    /// <param name="maxBytes">Maximum length; a longer answer is a failure.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    Task<SmallFile> GetAsync(Uri url, int maxBytes, CancellationToken cancellationToken);
}

/// <summary>Represents a small file, or the reason why there is none.</summary>
/// <param name="Content">The bytes; empty after a failure.</param>
/// <param name="Failure">
/// Null on success; <see cref="FailureKind.Unavailable"/> when the source does not have the file.
/// </param>
public sealed record SmallFile(ReadOnlyMemory<byte> Content, Failure? Failure);

/// <summary>Describes a stream to download.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Path">Path of the file, which is created or overwritten.</param>
/// <param name="Renew">
/// Returns the same stream at a new address when the old one has expired; null when the stream no longer exists.
/// </param>
/// <param name="Progress">
/// Receives the bytes downloaded so far and in total. Called often; the receiver limits the rate.
/// </param>
public sealed record DownloadRequest(
    MediaStream Stream,
    string Path,
    Func<CancellationToken, Task<MediaStream?>> Renew,
    Action<long, long?> Progress);

/// <summary>Represents the end of a download. Closed, so that a switch over it is complete.</summary>
public abstract record DownloadResult
{
    private DownloadResult() { }

    /// <summary>The whole stream is in the file.</summary>
    public sealed record Done(long Bytes) : DownloadResult;

    /// <summary>The file is incomplete.</summary>
    public sealed record Failed(Failure Failure) : DownloadResult;
}
