namespace Jobs.Stores;

/// <summary>The state of a job, without the job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Key">Its key within the submission.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Reason for its failure or its retry.</param>
public readonly record struct JobStatus(JobId Id, string Key, JobState State, string? Reason);
