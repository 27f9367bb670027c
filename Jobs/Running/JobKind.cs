namespace Jobs.Running;

/// <summary>A kind of work: its name, its topic, and its cost.</summary>
/// <param name="Name">The name, as in <see cref="Job.Kind"/>: <c>link</c>.</param>
/// <param name="Topic">The topic of its messages, such as <c>links.requested</c>.</param>
/// <param name="Weight">The cost, which selects the bounds.</param>
public sealed record JobKind(string Name, string Topic, JobWeight Weight)
{
    /// <summary>True when its jobs ask sources, whose budgets then limit how many are released.</summary>
    public bool AsksSources { get; init; }

    /// <summary>Returns the maximum number of jobs of this kind in flight per process.</summary>
    public int MaxInFlight(JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Weight == JobWeight.Heavy ? options.MaxDownloads : options.MaxInFlight;
    }

    /// <summary>Returns the maximum duration of one attempt.</summary>
    public TimeSpan AttemptTimeout(JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Weight == JobWeight.Heavy ? options.DownloadAttemptTimeout : options.AttemptTimeout;
    }
}

public enum JobWeight
{
    /// <summary>Mostly waits for the network.</summary>
    Light,

    /// <summary>Costs bandwidth, disk, and processor time.</summary>
    Heavy,
}
