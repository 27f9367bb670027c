namespace Jobs.Stores;

/// <summary>A claim on a job: valid while the job is Running and this is its latest claim.</summary>
public readonly record struct Lease(JobId JobId, int Fence);
