namespace Jobs.Events;

/// <summary>Carries events to every gateway.</summary>
public interface IJobEvents
{
    /// <summary>
    /// Hands an event on without waiting for anyone. Never throws: events are news, and news may be lost.
    /// </summary>
    void Publish(JobEvent jobEvent);
}
