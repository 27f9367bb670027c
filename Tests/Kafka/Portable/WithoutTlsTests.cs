using Composition;
using Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Kafka.Portable;

/// <summary>Tests features that only the portable build's librdkafka lacks.</summary>
public sealed class WithoutTlsTests
{
    [NeedsKafkaTheory]
    [InlineData("Kafka:Client:security.protocol", "SASL_SSL")]
    [InlineData("Kafka:Client:ssl.ca.location", "ca.pem")]
    [InlineData("Aspire:Confluent:Kafka:Producer:Config:SecurityProtocol", "Ssl")]
    [InlineData("Aspire:Confluent:Kafka:Consumer:Config:SecurityProtocol", "Ssl")]
    public async Task A_configuration_that_requires_TLS_is_refused_at_start_in_one_sentence(string name, string value)
    {
        using var folder = new TempFolder();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            [new("ConnectionStrings:kafka", "127.0.0.1:1"), new("Data:Path", folder.Path), new(name, value)]);
        builder.Services.AddMetrics();
        builder.AddJobs();
        builder.AddStores().AddTransport();
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        var sentence = Assert.Single(refused.Failures);
        Assert.StartsWith("Kafka's client refuses its configuration (", sentence, StringComparison.Ordinal);
        Assert.Contains("OpenSSL not available at build time", sentence, StringComparison.Ordinal);
        Assert.EndsWith(
            "use the full build or a broker listener without it.", sentence, StringComparison.Ordinal);
    }
}
