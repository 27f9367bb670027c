using System.Runtime.InteropServices;
using StandIn.Broker;
using Tests.Support;

namespace Tests.Kafka;

/// <summary>
/// Marks a test that needs librdkafka, which the portable build compiles where it finds a compiler, and optionally
/// other programs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsKafkaFactAttribute : FactAttribute
{
    public NeedsKafkaFactAttribute(params string[] programs) =>
        Skip = KafkaLibraryPresence.WhyMissing ?? Programs.WhyMissing(programs);
}

/// <inheritdoc cref="NeedsKafkaFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsKafkaTheoryAttribute : TheoryAttribute
{
    public NeedsKafkaTheoryAttribute() => Skip = KafkaLibraryPresence.WhyMissing;
}

/// <summary>Marks a class that derives from a contract and needs librdkafka.</summary>
internal sealed class NeedsKafkaAttribute : NeedsAttribute
{
    public override string? WhyMissing => KafkaLibraryPresence.WhyMissing;
}

file static class KafkaLibraryPresence
{
    public static readonly string? WhyMissing = NativeLibrary.TryLoad(
        "librdkafka", typeof(MockCluster).Assembly, null, out _)
        ? null
        : "Needs librdkafka: build on a machine with npm, bash, gcc, and make on the PATH.";
}
