namespace Jobs.Workers;

/// <summary>Reports the part of the queue that is assigned to this process.</summary>
public interface IPartitionAssignment
{
    WorkerShare Read();
}
