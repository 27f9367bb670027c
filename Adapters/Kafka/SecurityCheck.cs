using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Checks at startup that librdkafka supports the configured security: the portable build's librdkafka has no TLS, and
/// of SASL only PLAIN (docs/adr/0014).
/// </summary>
internal sealed class SecurityCheck(IConfiguration configuration) : IValidateOptions<KafkaOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        try
        {
            var settings = new KafkaSettings(Options.Create(options), configuration);
            ClientConfig[] configs = [settings.Producer(), settings.Listener(), settings.Admin()];
            Array.ForEach(configs, TryBuild);
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or KafkaException)
        {
            return ValidateOptionsResult.Fail(
                $"Kafka's client refuses its configuration ({error.Message.TrimEnd('.')}): correct it, or, if the "
                + "portable build lacks the feature, use the full build or a broker listener without it.");
        }
    }

    /// <summary>
    /// Builds a client from the security settings alone; without any there is nothing to check.
    /// </summary>
    private static void TryBuild(ClientConfig config)
    {
        var security = config
            .Where(pair => pair.Key == "security.protocol" || pair.Key.StartsWith("sasl.", StringComparison.Ordinal)
                || pair.Key.StartsWith("ssl.", StringComparison.Ordinal))
            .ToDictionary();
        if (security.Count > 0)
            new AdminClientBuilder(security).SetLogHandler((_, _) => { }).Build().Dispose();
    }
}
