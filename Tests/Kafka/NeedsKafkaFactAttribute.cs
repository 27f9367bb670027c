using System.Runtime.InteropServices;
using StandIn.Broker;
using Tests.Support;

namespace Tests.Kafka;

/// <summary>
/// A test that needs librdkafka, which the portable build makes where it finds a compiler, and perhaps programs
/// besides.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsKafkaFactAttribute : FactAttribute
{
    public NeedsKafkaFactAttribute(params string[] programs) =>
        Skip = KafkaLibraryThere.WhyMissing ?? Programs.WhyMissing(programs);
}

/// <inheritdoc cref="NeedsKafkaFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsKafkaTheoryAttribute : TheoryAttribute
{
    public NeedsKafkaTheoryAttribute() => Skip = KafkaLibraryThere.WhyMissing;
}

/// <summary>The same of a class that derives from a contract.</summary>
internal sealed class NeedsKafkaAttribute : NeedsAttribute
{
    public override string? WhyMissing => KafkaLibraryThere.WhyMissing;
}

file static class KafkaLibraryThere
{
    public static readonly string? WhyMissing = NativeLibrary.TryLoad(
        "librdkafka", typeof(MockCluster).Assembly, null, out _)
        ? null
        : "Needs librdkafka: build on a machine with npm, bash, gcc and make on the PATH.";
}
