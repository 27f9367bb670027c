using System.Text.Json;

namespace Adapters.Kafka;

/// <summary>Reads librdkafka's statistics (its STATISTICS.md describes the document).</summary>
internal static class Statistics
{
    /// <summary>
    /// Reads the lag of each partition: behind the offset stored here, or, if there is none yet, behind the committed
    /// one. Without either the lag is unknown, which the document states as -1.
    /// </summary>
    public static IReadOnlyList<PartitionLag> ReadLags(string json)
    {
        var lags = new List<PartitionLag>();
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("topics"u8, out var topics))
            return lags;

        foreach (var topic in topics.EnumerateObject())
        {
            if (!topic.Value.TryGetProperty("partitions"u8, out var partitions))
                continue;

            foreach (var partition in partitions.EnumerateObject())
            {
                if (ReadLag(partition.Value) is { } messages
                    && int.TryParse(partition.Name, out var number) && number >= 0)
                    lags.Add(new PartitionLag(topic.Name, number, messages));
            }
        }

        return lags;
    }

    private static long? ReadLag(JsonElement partition) =>
        ReadKnown(partition, "consumer_lag_stored"u8) ?? ReadKnown(partition, "consumer_lag"u8);

    private static long? ReadKnown(JsonElement partition, ReadOnlySpan<byte> name) =>
        partition.TryGetProperty(name, out var lag) && lag.TryGetInt64(out var messages) && messages >= 0
            ? messages
            : null;
}
