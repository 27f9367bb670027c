using Adapters.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tests.Kafka;

public sealed class SecurityCheckTests
{
    [NeedsKafkaFact]
    public void Brokers_without_security_and_those_with_plain_passwords_are_accepted()
    {
        Assert.True(Check().Succeeded);
        Assert.True(Check(
            ("Kafka:Client:security.protocol", "SASL_PLAINTEXT"), ("Kafka:Client:sasl.mechanism", "PLAIN"),
            ("Kafka:Client:sasl.username", "someone"), ("Kafka:Client:sasl.password", "secret")).Succeeded);
    }

    [NeedsKafkaFact]
    public void A_setting_that_the_client_does_not_support_is_one_sentence_that_says_what_to_do()
    {
        var result = Check(("Kafka:Consumer:security.protocol", "nonsense"));

        Assert.True(result.Failed);
        Assert.StartsWith(
            "Kafka's client refuses its configuration (", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("security.protocol", result.FailureMessage, StringComparison.Ordinal);
        Assert.EndsWith(
            "use the full build or a broker listener without it.",
            result.FailureMessage,
            StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Check(params (string Name, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:kafka", (string?)"broker:9092")])
            .Build();
        return new SecurityCheck(configuration).Validate(null, new KafkaOptions());
    }
}
