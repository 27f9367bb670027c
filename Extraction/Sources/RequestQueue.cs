using Jobs;

namespace Extraction.Sources;

/// <summary>
/// The jobs of this process that wait for a request, the most urgent ones first. <see cref="BudgetPortion"/> guards it.
/// </summary>
internal sealed class RequestQueue
{
    private readonly PriorityQueue<Waiter, (JobPriority, long)> waiters = new();
    private long number;

    /// <summary>Number of requests that are waited for.</summary>
    public int Requests
    {
        get
        {
            DropLeft();
            return waiters.Count;
        }
    }

    /// <summary>Number of jobs that wait: several may wait for one request.</summary>
    public int Jobs => waiters.UnorderedItems.Sum(item => item.Element.Task.IsCompleted ? 0 : item.Element.Jobs());

    /// <summary>Priority of the most urgent job.</summary>
    public JobPriority Priority => waiters.TryPeek(out var first, out _) ? first.Priority : JobPriority.Normal;

    public void Add(Waiter waiter) => waiters.Enqueue(waiter, (waiter.Priority, number++));

    /// <summary>Gives a request to the next job.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryServe(Pass pass)
    {
        while (waiters.TryDequeue(out var waiter, out _))
        {
            if (waiter.TrySetResult(pass))
                return true;
        }

        return false;
    }

    /// <summary>Sends away the jobs whose patience ends before the next request can come.</summary>
    public void GiveUpBefore(DateTimeOffset next)
    {
        foreach (var (waiter, _) in waiters.UnorderedItems)
        {
            if (waiter.Until < next)
                waiter.TrySetResult(null);
        }

        DropLeft();
    }

    public void Fail(Exception error)
    {
        while (waiters.TryDequeue(out var waiter, out _))
            waiter.TrySetException(error);
    }

    /// <summary>Forgets jobs that gave up, at least those at the front.</summary>
    private void DropLeft()
    {
        while (waiters.TryPeek(out var waiter, out _) && waiter.Task.IsCompleted)
            waiters.Dequeue();
    }
}

/// <summary>One wait for a request.</summary>
/// <param name="priority">The priority of the job.</param>
/// <param name="until">The end of its patience.</param>
/// <param name="jobs">Returns the number of jobs that the request will serve.</param>
internal sealed class Waiter(JobPriority priority, DateTimeOffset until, Func<int> jobs)
    : TaskCompletionSource<Pass?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public JobPriority Priority => priority;

    public DateTimeOffset Until => until;

    public Func<int> Jobs => jobs;
}
