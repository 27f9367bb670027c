namespace Extraction.Fetching;

/// <summary>
/// Runs work once for all concurrent callers with the same key. Each caller can cancel its own wait; the work is
/// canceled when the last caller has left. Results are not kept after the work ends. Thread-safe.
/// </summary>
internal sealed class SingleFlight<TKey, TResult> where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Flight> flights = [];

    public async Task<TResult> RunAsync(
        TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight? flight;
        lock (gate)
        {
            if (!flights.TryGetValue(key, out flight))
            {
                flight = new Flight();
                flights.Add(key, flight);
                flight.Result = Task.Run(() => FlyAsync(key, flight, work), CancellationToken.None);
            }

            flight.Callers++;
        }

        try
        {
            return await flight.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private async Task<TResult> FlyAsync(TKey key, Flight flight, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            return await work(flight.Cancellation.Token);
        }
        finally
        {
            Forget(key, flight);
        }
    }

    private void Leave(TKey key, Flight flight)
    {
        lock (gate)
        {
            if (--flight.Callers > 0 || flight.Result.IsCompleted)
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

        public Task<TResult> Result { get; set; } = null!;

        public int Callers { get; set; }
    }
}
