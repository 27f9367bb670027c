using Aspire.Hosting.Kubernetes.Resources;

namespace AppHost;

/// <summary>What Kubernetes wants otherwise than its publisher writes it.</summary>
internal static class Kubernetes
{
    private const string Storage = "20Gi";

    /// <summary>The volumes of Kafka and MongoDB are claims: the publisher's default is gone with the pod.</summary>
    public static void AddKubernetes(this IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("kubernetes").WithProperties(environment =>
        {
            environment.DefaultStorageType = "pvc";
            environment.DefaultStorageSize = Storage;
        });

    /// <summary>
    /// The API takes the scheme of a probe in capitals only, and the publisher writes it small:
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
