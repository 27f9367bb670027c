namespace Jobs.Submissions;

/// <summary>The number of jobs of a submission in each state.</summary>
public sealed record SubmissionCounts(
    int Accepted, int Queued, int Running, int Retrying, int Succeeded, int Failed, int Cancelled)
{
    public static SubmissionCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    public int Total => Open + Succeeded + Failed + Cancelled;

    /// <summary>Jobs that have not ended.</summary>
    public int Open => Accepted + Queued + Running + Retrying;

    public static SubmissionCounts From(IReadOnlyDictionary<JobState, int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new SubmissionCounts(
            Of(JobState.Accepted), Of(JobState.Queued), Of(JobState.Running), Of(JobState.Retrying),
            Of(JobState.Succeeded), Of(JobState.Failed), Of(JobState.Cancelled));

        int Of(JobState state) => counts.GetValueOrDefault(state);
    }
}
