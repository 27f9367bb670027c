using Adapters.Kafka;
using Extraction.Sources;
using Jobs.Starting;
using Microsoft.Extensions.Hosting;

namespace Composition;

/// <summary>Replaces the adapters whose packages the portable build lacks (docs/adr/0002).</summary>
internal static class BuildAdapters
{
    /// <exception cref="CannotStartException">
    /// Always: the configuration needs an adapter that this build lacks.
    /// </exception>
    public static IHostApplicationBuilder AddMongoDb(IHostApplicationBuilder builder) =>
        throw new CannotStartException(
            "ConnectionStrings:links is set, but this is the portable build, which has no MongoDB adapter: "
            + "unset it to use the embedded store, or build where the package Aspire.MongoDB.Driver can be restored.");

    /// <summary>Adds only the name of the source, so that the default chain is valid in this build too.</summary>
    public static IHostApplicationBuilder AddInProcessSource(IHostApplicationBuilder builder) =>
        builder.AddMissingVideoSource("youtube-explode");

    public static IHostApplicationBuilder AddProducer(IHostApplicationBuilder builder) => builder.AddKafkaProducer();
}
