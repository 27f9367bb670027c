using Aspire.Hosting.Kubernetes.Resources;

namespace AppHost;

/// <summary>Corrects the publisher's output for Kubernetes.</summary>
internal static class Kubernetes
{
    private const string Storage = "20Gi";

    /// <summary>
    /// Stores the data of Kafka and MongoDB in volume claims: the publisher's default volume is deleted with the pod.
    /// </summary>
    public static void AddKubernetes(this IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("kubernetes").WithProperties(environment =>
        {
            environment.DefaultStorageType = "pvc";
            environment.DefaultStorageSize = Storage;
        });

    /// <summary>
    /// Writes the scheme of probes in capitals. The API accepts nothing else, and the publisher writes lowercase:
    /// https://github.com/microsoft/aspire/issues/18271.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithValidProbes(this IResourceBuilder<ProjectResource> project) =>
        project.PublishAsKubernetesService(service =>
        {
            foreach (var container in service.Workload?.PodTemplate.Spec.Containers ?? [])
            {
                Capitalize(container.ReadinessProbe);
                Capitalize(container.LivenessProbe);
            }
        });

    private static void Capitalize(ProbeV1? probe)
    {
        if (probe?.HttpGet is { Scheme: { } scheme } get)
            get.Scheme = scheme.ToUpperInvariant();
    }
}
