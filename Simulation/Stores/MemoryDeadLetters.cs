using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>Dead letters in memory.</summary>
internal sealed class MemoryDeadLetters(StoreData data) : IDeadLetterStore
{
    private int added;

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            if (letter.JobId is { } job && !TryReplace(job, letter.Fence))
                return ValueTask.CompletedTask;
            if (data.Mutant is not Mutant.LosesDeadLetters || ++added % 3 != 0)
                data.DeadLetters[letter.Id] = letter;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(data.DeadLetters.GetValueOrDefault(id));
    }

    public ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult(Page.Cut(
                [
                    .. data.DeadLetters.Values
                        .Where(letter => after is not { } last || letter.Id < last)
                        .OrderByDescending(letter => letter.Id)
                        .Take(limit + 1)
                        .Select(letter => letter with
                        {
                            Length = letter.Length,
                            Raw = letter.Raw[..Math.Min(letter.Raw.Length, DeadLetter.ListedBytes)],
                        }),
                ],
                limit,
                letter => letter.Id.ToString("N")));
        }
    }

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(data.Mutant is not Mutant.KeepsDeadLetters && data.DeadLetters.Remove(id));
    }

    public ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            TryReplace(jobId, fence);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        lock (data.Gate)
            return ValueTask.FromResult(data.DeadLetters.Count);
    }

    /// <summary>Removes the dead letter of a job.</summary>
    /// <returns>False when a later claim wrote it.</returns>
    private bool TryReplace(JobId job, int? fence)
    {
        if (data.DeadLetters.Values.FirstOrDefault(letter => letter.JobId == job) is not { } earlier)
            return true;
        if (earlier.Fence > fence && data.Mutant is not Mutant.ReplacesLaterDeadLetters)
            return false;
        data.DeadLetters.Remove(earlier.Id);
        return true;
    }
}
