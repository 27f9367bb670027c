using System.Reflection;
using Composition.Settings;
using Gateway.Api.Keys;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;

namespace Tests.Architecture;

/// <summary>Tests that a setting which nothing reads is an error that names the nearest right one.</summary>
public sealed class SettingsTests
{
    private static readonly Assembly Gateway = typeof(KeyOptions).Assembly;
    private static readonly Assembly Worker = Assembly.Load("Extractor.Worker");

    public static TheoryData<string> Sections() =>
        [.. SettingsCheck.NamesOf(Gateway).Names];

    [Theory]
    [MemberData(nameof(Sections))]
    public void An_unknown_name_is_an_error_in_every_section(string section)
    {
        var sentence = Assert.Throws<CannotStartException>(() => Check(Gateway, $"{section}:Nonsense=1")).Message;

        Assert.StartsWith($"The setting {section}:Nonsense is unknown: use {section}:", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_section_of_the_code_is_known()
    {
        var names = SettingsCheck.NamesOf(Gateway);

        Assert.Equal(
            [
                "Dashboard", "Data", "Direct", "Extraction", "Files", "Gateway", "Geocoding", "Health", "Host", "Jobs",
                "Kafka", "Media", "Server", "Sources", "Thumbnails", "Webhooks",
            ],
            names.Names.Except(["Mongo"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Jobs:MaxInFligt=1", "The setting Jobs:MaxInFligt is unknown: use Jobs:MaxInFlight.")]
    [InlineData("Jobs:MaxInFlight:0=1", "The setting Jobs:MaxInFlight:0 is unknown: Jobs:MaxInFlight has one value.")]
    [InlineData("Job:MaxInFlight=1", "The section Job is unknown: use Jobs.")]
    [InlineData("Sources:YtDpl:Timeout=1", "The setting Sources:YtDpl is unknown: use Sources:YtDlp.")]
    [InlineData("Gateway:ApiKeys:0:Kye=1", "The setting Gateway:ApiKeys:0:Kye is unknown: use Gateway:ApiKeys:0:Key.")]
    [InlineData("Geocoding:Boundaries:0:Pth=1", "The setting Geocoding:Boundaries:0:Pth is unknown: use Geocoding:Boundaries:0:Path.")]
    [InlineData("Webhooks:AllowedHosts=a.test", "The setting Webhooks:AllowedHosts has several values: use Webhooks:AllowedHosts:0.")]
    [InlineData("data:path=x;DATA:DURABEL=1", "The setting DATA:DURABEL is unknown: use DATA:Durable.")]
    public void The_sentence_names_the_nearest_setting(string settings, string sentence) => Assert.Equal(
        sentence.ToUpperInvariant(),
        Assert.Throws<CannotStartException>(() => Check(Gateway, settings.Split(';'))).Message.ToUpperInvariant());

    [Fact]
    public void Settings_of_the_framework_and_of_the_other_host_are_no_error()
    {
        string[] settings =
        [
            "OTEL_EXPORTER_OTLP_ENDPOINT=http://x", "ConnectionStrings:kafka=a", "ConnectionStrings:links=b",
            "Logging:LogLevel:Default=Warning", "Kestrel:Endpoints:a:Url=http://localhost", "AllowedHosts=*",
            "Services:Extractor=http://a", "services:extractor:http:0=http://a", "Aspire:Confluent:Kafka:Producer:Config:x=1",
            "Kafka:Client:security.protocol=SSL", "Kafka:Client:sasl_password=x", "Kafka:Events:linger.ms=1",
            "Kafka:Topics:links.requested:fetch.wait.max.ms=2", "Kafka:Producer:acks=1", "Kafka:Consumer:x.y=1",
            "Jobs:ClientWeights:someone=5", "Webhooks:AllowedHosts:0=a.test", "Gateway:ApiKeys:0:Key=x",
            "Sources:YouTubeExplode:BaseAddress=http://a", "Data:Durable=false", "Host:StopAtInputEnd=true",
            "Health:Hosts=ip", "Dashboard:Url=http://a", "JOBS=4", "Geocoding:Boundaries:0:Path=a", "npm_config:x=1",
            "Mongo:Username=a", "Media:Ffmpeg:Program=x", "urls=http://a", "StandIn:Port=1", "HOME=/x",
        ];

        Check(Gateway, settings);
        Check(Worker, settings);
    }

    [Fact]
    public void Every_section_that_the_code_binds_is_named_by_a_constant_of_its_options()
    {
        var bound = SourceFiles.With(".cs")
            .Where(file => !SourceFiles.NameOf(file).StartsWith("Tests", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains(".BindConfiguration(\"", StringComparison.Ordinal));

        Assert.Empty(bound);
    }

    private static void Check(Assembly host, params string[] settings) => SettingsCheck.Check(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => setting.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build(),
        host);
}
