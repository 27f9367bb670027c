namespace Jobs.Running;

/// <summary>A kind of work: its name, the topic its messages travel on, and what it costs.</summary>
/// <param name="Name">As in <see cref="Job.Kind"/>: <c>link</c>.</param>
/// <param name="Topic">As <c>links.requested</c>.</param>
/// <param name="Weight">Which bound on work in flight holds for it.</param>
public sealed record JobKind(string Name, string Topic, JobWeight Weight)
{
    /// <summary>How many jobs of this kind one process works on at once.</summary>
    public int MaxInFlight(JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Weight == JobWeight.Heavy ? options.MaxDownloads : options.MaxInFlight;
    }

    /// <summary>How long one attempt at a job of this kind may take.</summary>
    public TimeSpan AttemptTimeout(JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Weight == JobWeight.Heavy ? options.DownloadAttemptTimeout : options.AttemptTimeout;
    }
}

public enum JobWeight
{
    /// <summary>Waits for the network, mostly.</summary>
    Light,

    /// <summary>Costs bandwidth, disk and processor time.</summary>
    Heavy,
}
