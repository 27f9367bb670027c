using Extraction.Media;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Where a stream is now: shared by the ranges of one download, which renew it together when it has expired.
/// </summary>
internal sealed class StreamAddress(MediaStream stream, Func<CancellationToken, Task<MediaStream?>> renew) : IDisposable
{
    /// <summary>An address that is refused at once after so many renewals is not a matter of time.</summary>
    private const int MaxRenewals = 3;

    private readonly SemaphoreSlim gate = new(1);
    private Uri current = stream.Url;
    private int renewals;

    public Uri Current => Volatile.Read(ref current);

    /// <summary>Gets a new address in place of the one that was refused, unless another range already has.</summary>
    /// <returns>False when there is none, or a stream of another length.</returns>
    public async Task<bool> RenewAsync(Uri refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Current != refused)
                return true;
            if (++renewals > MaxRenewals || await renew(cancellationToken) is not { } renewed)
                return false;
            if (renewed.Size is { } size && stream.Size is { } expected && size != expected)
                return false;

            Volatile.Write(ref current, renewed.Url);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
