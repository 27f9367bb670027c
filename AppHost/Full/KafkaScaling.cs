using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace AppHost;

/// <summary>
/// Scales workers by the lag of Kafka, with KEDA (https://keda.sh). Its scaler reads the address and the credentials
/// from the worker's own environment.
/// </summary>
internal static class KafkaScaling
{
    /// <summary>Messages waiting for each worker: as many as it has in flight, <c>Jobs:MaxInFlight</c>.</summary>
    private const string Lag = "64";

    /// <summary>Downloads are few at a time: <c>Jobs:MaxDownloads</c>.</summary>
    private const string DownloadLag = "4";

    private const string Client = "Kafka__Client__";

    private static readonly (string Name, string Lag)[] Topics =
    [
        ("links.requested", Lag),
        ("lists.requested", Lag),
        ("link-rows.requested", Lag),
        ("rows.requested", Lag),
        ("media.requested", DownloadLag),
    ];

    public static IEnumerable<BaseKubernetesResource> Of(
        KubernetesResource worker, Choices choices, DeclaredSettings settings)
    {
        var container = worker.Workload!.PodTemplate.Spec.Containers[0].Name;
        var security = Security(settings);
        TriggerAuthentication? credentials = null;
        if (security.ContainsKey("sasl"))
        {
            credentials = new TriggerAuthentication(
            [
                new("username", $"{Client}sasl_username", container),
                new("password", $"{Client}sasl_password", container),
            ]);
            credentials.Metadata.Name = $"{container}-kafka";
            yield return credentials;
        }

        var scaled = new ScaledObject(new(
            new(worker.Workload.Metadata.Name),
            choices.Replicas,
            choices.ScaleTo!.Value,
            [.. Topics.Select(topic => Trigger(topic, settings, security, credentials?.Metadata.Name))]));
        scaled.Metadata.Name = $"{container}-scaledobject";
        yield return scaled;
    }

    private static ScaleTrigger Trigger(
        (string Name, string Lag) topic,
        DeclaredSettings settings,
        Dictionary<string, string> security,
        string? credentials) =>
        new(
            "kafka",
            new(security)
            {
                ["bootstrapServersFromEnv"] = "ConnectionStrings__kafka",
                ["consumerGroup"] = $"{settings.Text("Kafka__ConsumerGroup") ?? "extractors"}.{topic.Name}",
                ["topic"] = topic.Name,
                ["lagThreshold"] = topic.Lag,
            },
            credentials is null ? null : new(credentials));

    /// <summary>Translates librdkafka's settings of security into those of the scaler.</summary>
    private static Dictionary<string, string> Security(DeclaredSettings settings)
    {
        var security = new Dictionary<string, string>();
        if (settings.Text($"{Client}security_protocol") is not { } protocol)
            return security;

        if (protocol.EndsWith("SSL", StringComparison.OrdinalIgnoreCase))
            security["tls"] = "enable";
        if (protocol.StartsWith("SASL", StringComparison.OrdinalIgnoreCase))
            security["sasl"] = settings.Text($"{Client}sasl_mechanism")?.ToUpperInvariant() switch
            {
                "SCRAM-SHA-256" => "scram_sha256",
                "SCRAM-SHA-512" => "scram_sha512",
                _ => "plaintext",
            };
        return security;
    }
}

internal sealed class ScaledObject(ScaledObjectSpec spec) : BaseKubernetesResource("keda.sh/v1alpha1", "ScaledObject")
{
    public ScaledObjectSpec Spec => spec;
}

internal sealed record ScaledObjectSpec(
    ResourceName ScaleTargetRef, int MinReplicaCount, int MaxReplicaCount, IReadOnlyList<ScaleTrigger> Triggers);

internal sealed record ScaleTrigger(
    string Type, Dictionary<string, string> Metadata, ResourceName? AuthenticationRef);

internal sealed record ResourceName(string Name);

internal sealed class TriggerAuthentication(IReadOnlyList<EnvironmentParameter> parameters)
    : BaseKubernetesResource("keda.sh/v1alpha1", "TriggerAuthentication")
{
    public TriggerAuthenticationSpec Spec { get; } = new(parameters);
}

internal sealed record TriggerAuthenticationSpec(IReadOnlyList<EnvironmentParameter> Env);

internal sealed record EnvironmentParameter(string Parameter, string Name, string ContainerName);
