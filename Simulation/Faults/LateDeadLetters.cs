using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;

namespace Simulation.Faults;

/// <summary>The mutant that writes dead letters behind the back of its caller.</summary>
internal sealed class LateDeadLetters(IDeadLetterStore store, TimeProvider clock) : IDeadLetterStore
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        _ = LaterAsync();
        return ValueTask.CompletedTask;

        async Task LaterAsync()
        {
            await Task.Delay(Late, clock, CancellationToken.None);
            await store.AddAsync(letter, CancellationToken.None);
        }
    }

    public ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        store.GetAsync(id, cancellationToken);

    public ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        store.ListAsync(limit, after, cancellationToken);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        store.RemoveAsync(id, cancellationToken);

    public ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken) =>
        store.RemoveForJobAsync(jobId, fence, cancellationToken);

    public ValueTask<int> CountAsync(CancellationToken cancellationToken) => store.CountAsync(cancellationToken);
}
