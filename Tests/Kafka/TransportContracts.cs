using Tests.Support;

namespace Tests.Kafka;

[Collection(BrokerTests.Name), NeedsKafka]
public sealed class KafkaTransportTests : TransportContract
{
    internal override async Task<TransportRig> StartAsync(Dictionary<string, string?>? overrides = null) =>
        await KafkaRig.StartAsync(workers: 1, overrides);
}

[Collection(BrokerTests.Name)]
public sealed class InProcessTransportTests : TransportContract
{
    internal override async Task<TransportRig> StartAsync(Dictionary<string, string?>? overrides = null) =>
        await TransportRig.StartInProcessAsync(overrides);
}
