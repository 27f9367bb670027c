namespace Jobs.Running;

/// <summary>
/// The name of this process as the owner of leases: unique among all processes, and readable in a list.
/// </summary>
public sealed record WorkerName(string Value)
{
    public static WorkerName New() =>
        new($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
}
