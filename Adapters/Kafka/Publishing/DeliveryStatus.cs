namespace Adapters.Kafka.Publishing;

/// <summary>
/// Knows whether the broker takes messages: from the first failed delivery until the next success, it does not.
/// Thread-safe.
/// </summary>
internal sealed class DeliveryStatus
{
    private volatile string? problem;

    /// <summary>The reason of the latest failure; null while deliveries succeed.</summary>
    public string? Problem => problem;

    public void Report(bool isDelivered, string reason) => problem = isDelivered ? null : reason;
}
