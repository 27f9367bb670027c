using Jobs.Stores;
using Simulation.Faults;
using Simulation.Judging;
using Simulation.Scheduling;

namespace Simulation.Stores;

/// <summary>
/// The way of one process to the store. A call has its effect at the store whether or not its process still lives, and
/// may fail before it, after it, or without an answer.
/// </summary>
internal sealed class Remote(World world, Weather weather, Journal journal, string process)
{
    /// <summary>The calls that write nothing, by their verb.</summary>
    private static readonly string[] Reads = ["read", "list", "count", "open", "ping"];

    /// <summary>Calls the store.</summary>
    /// <param name="what">What is asked, for the story.</param>
    /// <param name="effect">Takes place at the store, at one moment.</param>
    /// <param name="cancellationToken">Ends the wait, not the effect.</param>
    /// <param name="whenFull">Effect of a write that a full disk refuses; null for none.</param>
    public async ValueTask<T> CallAsync<T>(
        string what, Func<ValueTask<T>> effect, CancellationToken cancellationToken, Action? whenFull = null)
    {
        world.CheckThread(what, this);
        cancellationToken.ThrowIfCancellationRequested();

        // Completed outside of any process, so the process continues in its own context, or not at all.
        var answer = new TaskCompletionSource<T>();
        world.After(weather.Strikes(FaultKind.StoreSlow) ? weather.Between(0.1, 8) : weather.Latency(), Arrive);
        await using var cancellation = cancellationToken.UnsafeRegister(
            _ => answer.TrySetCanceled(cancellationToken), null);
        return await answer.Task;

        void Arrive()
        {
            if (weather.IsAway(ChaosKind.StoreAway, process) || weather.Strikes(FaultKind.StoreRefuses))
            {
                Fail("not reached", new StoreUnavailableException("The simulated store is away."));
                return;
            }

            if (weather.Strikes(FaultKind.StoreOddError))
            {
                Fail("odd error", new SimulatedErrorException($"The simulated store refused to {what}."));
                return;
            }

            if (weather.IsDiskFull && !IsRead(what))
            {
                whenFull?.Invoke();
                Fail("disk full", new StoreUnavailableException("The disk of the simulated store is full."));
                return;
            }

            T result;
            try
            {
                journal.Enter(process, what);

                // The store in memory always answers at once.
                var call = effect();
                result = call.IsCompletedSuccessfully ? call.Result : throw new InvalidOperationException(what);
            }
            finally
            {
                journal.Leave();
            }

            if (weather.Strikes(FaultKind.StoreAnswerLost))
                Fail("answer lost", new StoreUnavailableException("The simulated store did not answer in time."));
            else
                world.After(weather.Latency(), () => answer.TrySetResult(result));
        }

        void Fail(string why, Exception error)
        {
            journal.Note(process, $"{what}: {why}");
            world.After(weather.Between(0.001, 3), () => answer.TrySetException(error));
        }
    }

    private static bool IsRead(string what) =>
        Array.Exists(Reads, verb => what.StartsWith(verb, StringComparison.Ordinal));

    public async ValueTask CallAsync(string what, Func<ValueTask> effect, CancellationToken cancellationToken) =>
        await CallAsync(
            what,
            async () =>
            {
                await effect();
                return true;
            },
            cancellationToken);
}
