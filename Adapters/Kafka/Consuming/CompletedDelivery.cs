namespace Adapters.Kafka.Consuming;

/// <summary>
/// Represents the end of the work on a delivery; <paramref name="IsAcknowledged"/> is false if the message must be
/// delivered again.
/// </summary>
internal readonly record struct CompletedDelivery(Delivery Delivery, bool IsAcknowledged);
