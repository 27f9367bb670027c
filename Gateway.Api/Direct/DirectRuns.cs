using Jobs;
using Jobs.Queues;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Direct;

/// <summary>
/// Bounds the direct way. A queue takes any number of jobs and lets them wait; here the callers wait, so beyond the
/// bound they are told to come back.
/// </summary>
internal sealed class DirectRuns(IOptions<JobsOptions> options, IDirectTransport? transport = null) : IDisposable
{
    /// <summary>
    /// Jobs that wait or run, as a multiple of those in work: about what is done before callers give up.
    /// </summary>
    private const int WaitingFactor = 16;

    private readonly SemaphoreSlim running = new(options.Value.MaxInFlight);
    private int taken;

    /// <summary>Whether there is anyone to run jobs directly.</summary>
    public bool IsPossible => transport is not null;

    public int Limit { get; } = options.Value.MaxInFlight * WaitingFactor;

    /// <summary>Takes room for jobs until <see cref="Return"/>.</summary>
    public bool TryTake(int jobs)
    {
        if (Interlocked.Add(ref taken, jobs) <= Limit)
            return true;

        Return(jobs);
        return false;
    }

    public void Return(int jobs) => Interlocked.Add(ref taken, -jobs);

    /// <summary>Runs stored jobs, as many at once as the bound on work in flight allows.</summary>
    public Task RunAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        Task.WhenAll(jobs.Select(job => RunAsync(job, cancellationToken)));

    public void Dispose() => running.Dispose();

    private async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        await running.WaitAsync(cancellationToken);
        try
        {
            await transport!.RunAsync(JobMessage.For(job), cancellationToken);
        }
        finally
        {
            running.Release();
        }
    }
}
