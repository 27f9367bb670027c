namespace Jobs.Workers;

/// <summary>What the transport of this process knows of the process's part of the queue.</summary>
public interface IPartitionAssignment
{
    WorkerShare Read();
}
