namespace Jobs.Running;

/// <summary>
/// Limits work whose callers wait. A queue lets any number of jobs wait; here, callers over the limit are refused at
/// once, so that they can retry.
/// </summary>
public sealed class AdmissionGate(int limit)
{
    private int taken;

    public int Limit { get; } = limit;

    /// <summary>Reserves room for jobs until <see cref="Return"/>.</summary>
    /// <returns>False if there is not enough room; nothing is reserved then.</returns>
    public bool TryTake(int jobs)
    {
        if (Interlocked.Add(ref taken, jobs) <= Limit)
            return true;

        Return(jobs);
        return false;
    }

    public void Return(int jobs) => Interlocked.Add(ref taken, -jobs);
}
