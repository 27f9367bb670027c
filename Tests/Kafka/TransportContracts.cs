
namespace Tests.Kafka;

[Collection("processes"), NeedsKafka]
public sealed class KafkaTransportTests : TransportContract
{
    internal override async Task<TransportRig> StartAsync(Dictionary<string, string?>? overrides = null) =>
        await KafkaRig.StartAsync(workers: 1, overrides);
}

[Collection("processes")]
public sealed class InProcessTransportTests : TransportContract
{
    internal override async Task<TransportRig> StartAsync(Dictionary<string, string?>? overrides = null) =>
        await TransportRig.StartInProcessAsync(overrides);
}
