namespace Extraction.Fetching;

/// <summary>
/// Runs work once for all concurrent callers with the same key. Each caller can cancel its own wait; the work is
/// canceled when the last caller has left. Results are not kept after the work ends. Thread-safe.
/// </summary>
/// <remarks>
/// The work starts on the context of its first caller, and outlives that caller's wait: it must not use anything that
/// the caller disposes.
/// </remarks>
internal sealed class SingleFlight<TKey, TResult> where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Flight> flights = [];

    public async Task<TResult> RunAsync(
        TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (flight, isFirst) = Join(key);
        try
        {
            if (isFirst)
                _ = FlyAsync(key, flight, work);
            return await flight.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private (Flight Flight, bool IsFirst) Join(TKey key)
    {
        lock (gate)
        {
            var isFirst = !flights.TryGetValue(key, out var flight);
            if (isFirst)
                flights.Add(key, flight = new Flight());
            flight!.Callers++;
            return (flight, isFirst);
        }
    }

    /// <summary>Runs the work and passes on how it ends; never throws.</summary>
    private async Task FlyAsync(TKey key, Flight flight, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            var result = await work(flight.Cancellation.Token);
            Forget(key, flight);
            flight.Result.TrySetResult(result);
        }
        catch (OperationCanceledException canceled)
        {
            Forget(key, flight);
            flight.Result.TrySetCanceled(canceled.CancellationToken);
        }
#pragma warning disable CA1031 // Thrown to every caller.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Forget(key, flight);
            flight.Result.TrySetException(error);

            // All callers may have left.
            _ = flight.Result.Task.Exception;
        }
    }

    private void Leave(TKey key, Flight flight)
    {
        lock (gate)
        {
            if (--flight.Callers > 0 || flight.Result.Task.IsCompleted)
                return;

            // The next caller starts new work instead of joining work that is being canceled.
            Forget(key, flight);
        }

        flight.Cancellation.Cancel();
    }

    private void Forget(TKey key, Flight flight)
    {
        lock (gate)
        {
            if (flights.TryGetValue(key, out var current) && current == flight)
                flights.Remove(key);
        }
    }

    private sealed class Flight
    {
        /// <summary>
        /// Never disposed: it has no timer and no handle, and the last caller may leave just as the work ends.
        /// </summary>
        public CancellationTokenSource Cancellation { get; } = new();

        public TaskCompletionSource<TResult> Result { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Callers { get; set; }
    }
}
