using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Finds out at start, in one sentence, whether librdkafka can do what is configured about security: the portable
/// build's has no TLS and of SASL only PLAIN (docs/adr/0014).
/// </summary>
internal sealed class SecurityCheck(IConfiguration configuration) : IValidateOptions<KafkaOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        try
        {
            var settings = new KafkaSettings(Options.Create(options), configuration);
            foreach (ClientConfig config in (ClientConfig[])[settings.Producer(), settings.Listener(), settings.Admin()])
                TryOut(config);
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or KafkaException)
        {
            return ValidateOptionsResult.Fail(
                $"Kafka's client refuses its configuration ({error.Message.TrimEnd('.')}): correct it, or, where the portable build "
                + "lacks what it asks for, use the full build or a listener of the brokers without it.");
        }
    }

    /// <summary>
    /// Makes a client of what is said about security, and of nothing else; where nothing is said there is nothing to
    /// try.
    /// </summary>
    private static void TryOut(ClientConfig config)
    {
        var security = config
            .Where(pair => pair.Key == "security.protocol" || pair.Key.StartsWith("sasl.", StringComparison.Ordinal)
                || pair.Key.StartsWith("ssl.", StringComparison.Ordinal))
            .ToDictionary();
        if (security.Count > 0)
            new AdminClientBuilder(security).SetLogHandler((_, _) => { }).Build().Dispose();
    }
}
