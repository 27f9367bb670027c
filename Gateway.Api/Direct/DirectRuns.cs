using System.Collections.Concurrent;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Direct;

/// <summary>Runs jobs directly, within the limits of the direct transport.</summary>
internal sealed partial class DirectRuns(
    IOptions<JobsOptions> options, JobKinds kinds, ILogger<DirectRuns> logger, IDirectTransport? transport = null)
    : IDisposable
{
    /// <summary>
    /// Jobs that wait or run, as a multiple of those in flight: about as many as end before callers give up.
    /// </summary>
    private const int WaitingFactor = 16;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> running = new(StringComparer.Ordinal);

    /// <summary>Gets a value that indicates if jobs can run directly.</summary>
    public bool IsPossible => transport is not null;

    /// <summary>Gets the gate that admits the jobs of a request.</summary>
    public AdmissionGate Gate { get; } = new(options.Value.MaxInFlight * WaitingFactor);

    /// <summary>Runs stored jobs, at most as many of each kind at once as may be in flight. Never throws.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="limit">The outbox relay publishes the jobs that have not started by then.</param>
    public Task RunAsync(IReadOnlyList<Job> jobs, CancellationToken limit) =>
        Task.WhenAll(jobs.Select(job => RunAsync(job, limit)));

    public void Dispose()
    {
        foreach (var slots in running.Values)
            slots.Dispose();
    }

    private async Task RunAsync(Job job, CancellationToken limit)
    {
        try
        {
            var slots = running.GetOrAdd(job.Kind, kind => new SemaphoreSlim(Limit(kind)));
            await slots.WaitAsync(limit);
            try
            {
                await transport!.RunAsync(JobMessage.For(job), limit);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The wait is over; the outbox relay publishes the job if it has not started.
        }
#pragma warning disable CA1031 // The job is accepted: the caller gets its ID, and the outbox relay publishes the job.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.LeftToRelay(logger, job.Id, error);
        }
    }

    private int Limit(string kind) => kinds.Find(kind)?.MaxInFlight(options.Value) ?? options.Value.MaxInFlight;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Job {JobId} is left to the outbox relay: its direct run failed")]
        public static partial void LeftToRelay(ILogger logger, JobId jobId, Exception error);
    }
}
