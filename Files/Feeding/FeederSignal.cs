using System.Threading.Channels;

namespace Files.Feeding;

/// <summary>Wakes the feeder of this process when a file is accepted.</summary>
public sealed class FeederSignal
{
    private readonly Channel<bool> set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => set.Writer.TryWrite(true);

    /// <summary>Waits until the signal is set, at most for a time, and resets it.</summary>
    internal async Task WaitAsync(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await set.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
