using Adapters.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tests.Kafka;

public sealed class KafkaSettingsTests
{
    [Fact]
    public void The_defaults_lose_nothing()
    {
        var settings = Settings();

        Assert.Empty(settings.Warnings());
        Assert.Equal(Acks.All, settings.Producer().Acks);
        Assert.True(settings.Producer().EnableIdempotence);
        Assert.False(settings.Consumer("links.requested").EnableAutoOffsetStore);
    }

    [Theory]
    [InlineData("Kafka:Acks", "1", "acks")]
    [InlineData("Kafka:Producer:acks", "0", "acks")]
    [InlineData("Kafka:Idempotence", "false", "idempotence")]
    [InlineData("Kafka:Producer:enable.idempotence", "false", "idempotence")]
    [InlineData("Kafka:Consumer:enable.auto.offset.store", "true", "auto.offset.store")]
    public void Values_that_may_lose_messages_are_allowed_with_a_warning(string name, string value, string named)
    {
        var warning = Assert.Single(Settings((name, value)).Warnings());

        Assert.Contains(named, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_librdkafka_setting_can_be_set_by_its_own_name_and_takes_precedence()
    {
        var settings = Settings(
            ("Kafka:Client:security.protocol", "SASL_SSL"), ("Kafka:Producer:linger.ms", "7"),
            ("Kafka:Consumer:session.timeout.ms", "12345"), ("Kafka:SessionTimeout", "00:00:09"));

        Assert.Equal("SASL_SSL", settings.Producer().Get("security.protocol"));
        Assert.Equal("SASL_SSL", settings.Consumer("links.requested").Get("security.protocol"));
        Assert.Equal(7, settings.Producer().LingerMs);
        Assert.Equal(12345, settings.Consumer("links.requested").SessionTimeoutMs);
    }

    [Fact]
    public void A_librdkafka_setting_may_have_underscores_for_its_dots_and_the_dots_take_precedence()
    {
        var settings = Settings(
            ("Kafka:Client:security_protocol", "SASL_SSL"), ("Kafka:Client:sasl_username", "lost"),
            ("Kafka:Client:sasl.username", "kept"), ("Kafka:Topics:links_requested:fetch_min_bytes", "77"));

        Assert.Equal("SASL_SSL", settings.Admin().Get("security.protocol"));
        Assert.Equal("kept", settings.Admin().SaslUsername);
        Assert.Equal(77, settings.Consumer("links.requested").FetchMinBytes);
        Assert.Null(settings.Consumer("media.requested").FetchMinBytes);
    }

    [Fact]
    public void The_sections_of_Aspires_clients_apply_to_ours_but_not_their_brokers_and_group()
    {
        var settings = Settings(
            ("Aspire:Confluent:Kafka:Consumer:Config:FetchMinBytes", "77"),
            ("Aspire:Confluent:Kafka:Consumer:Config:GroupId", "others"),
            ("Aspire:Confluent:Kafka:Consumer:kafka:Config:SessionTimeoutMs", "12345"),
            ("Aspire:Confluent:Kafka:Producer:Config:LingerMs", "7"),
            ("Aspire:Confluent:Kafka:Producer:Config:BootstrapServers", "elsewhere:9092"),
            ("Aspire:Confluent:Kafka:Producer:Config:SecurityProtocol", "SaslPlaintext"),
            ("Kafka:Consumer:fetch.min.bytes", "78"));

        var consumer = settings.Listener();
        Assert.Equal((78, 12345), (consumer.FetchMinBytes, consumer.SessionTimeoutMs));
        Assert.StartsWith(new KafkaOptions().ConsumerGroup, consumer.GroupId, StringComparison.Ordinal);
        Assert.Equal((7d, "broker:9092"), (settings.Producer().LingerMs!.Value, settings.Producer().BootstrapServers));
        Assert.Equal(SecurityProtocol.SaslPlaintext, settings.Admin().SecurityProtocol);
    }

    [Fact]
    public void The_producer_of_events_is_never_idempotent_because_errors_would_end_it_for_good()
    {
        var settings = Settings(
            ("Aspire:Confluent:Kafka:Producer:Config:EnableIdempotence", "true"),
            ("Kafka:Client:enable.idempotence", "true"));

        Assert.False(settings.Events().EnableIdempotence);
        Assert.True(settings.Producer().EnableIdempotence);
    }

    private static KafkaSettings Settings(params (string Name, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:kafka", (string?)"broker:9092")])
            .Build();
        return new KafkaSettings(
            Options.Create(configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() ?? new()), configuration);
    }
}
