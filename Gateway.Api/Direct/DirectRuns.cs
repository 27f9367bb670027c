using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Direct;

/// <summary>Runs jobs directly, within the limits of the direct transport.</summary>
internal sealed class DirectRuns(IOptions<JobsOptions> options, IDirectTransport? transport = null) : IDisposable
{
    /// <summary>
    /// Jobs that wait or run, as a multiple of those in flight: about as many as end before callers give up.
    /// </summary>
    private const int WaitingFactor = 16;

    private readonly SemaphoreSlim running = new(options.Value.MaxInFlight);

    /// <summary>Gets a value that indicates if jobs can run directly.</summary>
    public bool IsPossible => transport is not null;

    /// <summary>Gets the gate that admits the jobs of a request.</summary>
    public AdmissionGate Gate { get; } = new(options.Value.MaxInFlight * WaitingFactor);

    /// <summary>Runs stored jobs, at most as many at once as may be in flight.</summary>
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
