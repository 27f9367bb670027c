using Extraction.Media;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Holds the current address of a stream. The ranges of one download share it and renew it together when it expires.
/// </summary>
internal sealed class StreamAddress(MediaStream stream, Func<CancellationToken, Task<MediaStream?>> renew) : IDisposable
{
    /// <summary>Maximum renewals: an address that is still refused after these has not expired.</summary>
    private const int MaxRenewals = 3;

    private readonly SemaphoreSlim gate = new(1);
    private Uri current = stream.Url;
    private int renewals;

    public Uri Current => Volatile.Read(ref current);

    /// <summary>Replaces an address that was refused, unless another range has already done so.</summary>
    /// <returns>False when there is no new address, or when it is for a stream of another length.</returns>
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
