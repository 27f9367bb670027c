using Jobs;
using Microsoft.Extensions.Options;

namespace Extractor.Worker.Direct;

/// <summary>
/// Limits the jobs in flight over the direct transport. The queue lets any number of jobs wait; here the callers wait,
/// so beyond the limit they are asked to try again.
/// </summary>
internal sealed class DirectGate(IOptions<JobsOptions> options)
{
    private int taken;

    public int Limit { get; } = options.Value.MaxInFlight;

    /// <summary>Reserves room for jobs until <see cref="Return"/>.</summary>
    public bool TryTake(int jobs)
    {
        if (Interlocked.Add(ref taken, jobs) <= Limit)
            return true;

        Return(jobs);
        return false;
    }

    public void Return(int jobs) => Interlocked.Add(ref taken, -jobs);
}
