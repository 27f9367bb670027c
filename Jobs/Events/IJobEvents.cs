namespace Jobs.Events;

/// <summary>Publishes events to every gateway.</summary>
public interface IJobEvents
{
    /// <summary>Publishes an event without waiting. Never throws: an event is a hint, and may be lost.</summary>
    void Publish(JobEvent jobEvent);
}
