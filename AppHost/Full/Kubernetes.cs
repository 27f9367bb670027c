using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace AppHost;

/// <summary>Completes the publisher's output for Kubernetes.</summary>
internal static class Kubernetes
{
    private const string Chart = "links";
    private const string Storage = "20Gi";
    private const string Work = "work";
    private const string Temporary = "temporary";

    /// <summary>User and group of the images.</summary>
    private const long HostUser = 1654;

    /// <summary>User <c>appuser</c> of the image of Kafka, and <c>mongodb</c> of the one of MongoDB.</summary>
    private const long KafkaUser = 1000;
    private const long MongoUser = 999;

    /// <summary>
    /// Stores data in volume claims: the publisher's default volume is deleted with the pod.
    /// </summary>
    public static void AddKubernetes(this IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("kubernetes")
            .WithHelm(helm => helm.WithChartName(Chart)
                .WithReleaseName(Chart)
                .WithChartVersion(typeof(Kubernetes).Assembly.GetName().Version!.ToString(fieldCount: 3))
                .WithChartDescription("YouTube links in; metadata, audio, and video out."))
            .WithDashboard(dashboard => dashboard.PublishAsKubernetesService(resource =>
            {
                var pod = resource.Workload!.PodTemplate.Spec;
                RunAs(pod, pod.Containers[0], HostUser);
                Limit(pod.Containers[0], cpu: "50m", memory: "256Mi", memoryLimit: "1Gi");
            }))
            .WithProperties(environment =>
            {
                environment.DefaultStorageType = "pvc";
                environment.DefaultStorageSize = Storage;
            });

    public static IResourceBuilder<ProjectResource> AsKubernetesService(
        this IResourceBuilder<ProjectResource> host, Choices choices, DeclaredSettings settings)
    {
        var isGateway = host.Resource.Name == "gateway";
        if (isGateway && choices.PublicHost is { } name)
            host.ApplicationBuilder.AddPublicHost(host, name);

        return host.PublishAsKubernetesService(resource =>
        {
            resource.QuoteSecrets();
            var pod = resource.Workload!.PodTemplate.Spec;
            var container = pod.Containers[0];
            RunAs(pod, container, HostUser);
            pod.SecurityContext!.RunAsGroup = HostUser;
            container.SecurityContext!.ReadOnlyRootFilesystem = true;
            Limit(container, cpu: isGateway ? "100m" : "250m", memory: isGateway ? "256Mi" : "512Mi",
                memoryLimit: isGateway ? "1Gi" : "2Gi");
            CorrectProbe(container.ReadinessProbe);
            CorrectProbe(container.LivenessProbe);
            if (resource.Workload is not Deployment { Spec: var deployment })
                return;

            var hasClaim = container.VolumeMounts.Count > 0;
            AddEmptyDirectory(pod, Temporary, "/tmp", "1Gi");
            if (hasClaim)
            {
                // The claim belongs to one pod at a time.
                deployment.Strategy = new() { Type = "Recreate", RollingUpdate = null! };
            }
            else
            {
                AddEmptyDirectory(pod, Work, Hosts.DataPath, Storage);
                deployment.Strategy.RollingUpdate.MaxUnavailable = 0;
            }

            if (!isGateway && choices.ScaleTo is not null)
            {
                // Helm would reset the number at each upgrade.
                deployment.Replicas = null;
                resource.AdditionalResources.AddRange(KafkaScaling.Of(resource, choices, settings));
            }
        });
    }

    /// <summary>
    /// Puts the data into a folder of the claim: Kafka takes every folder in its own for a partition, also the
    /// <c>lost+found</c> of the disk.
    /// </summary>
    public static IResourceBuilder<KafkaServerResource> AsKubernetesService(
        this IResourceBuilder<KafkaServerResource> kafka) =>
        kafka.PublishAsKubernetesService(resource => Server(resource, KafkaUser, port: 9092));

    public static IResourceBuilder<MongoDBServerResource> AsKubernetesService(
        this IResourceBuilder<MongoDBServerResource> mongo) =>
        mongo.PublishAsKubernetesService(resource => Server(resource, MongoUser, port: 27017));

    private static void AddEmptyDirectory(PodSpecV1 pod, string name, string path, string limit)
    {
        pod.Volumes.Add(new() { Name = name, EmptyDir = new() { SizeLimit = limit } });
        pod.Containers[0].VolumeMounts.Add(new() { Name = name, MountPath = path });
    }

    private static void Server(KubernetesResource resource, long user, int port)
    {
        resource.QuoteSecrets();
        var pod = resource.Workload!.PodTemplate.Spec;
        var container = pod.Containers[0];
        RunAs(pod, container, user);
        Limit(container, cpu: "250m", memory: "1Gi", memoryLimit: "2Gi");
        container.ReadinessProbe = new()
        {
            TcpSocket = new() { Port = port },
            PeriodSeconds = 5,
            TimeoutSeconds = 3,
        };
        foreach (var mount in container.VolumeMounts)
            mount.SubPath = "data";
        if (resource.Workload is StatefulSet { Spec: var set })
            set.ServiceName = resource.Service!.Metadata.Name;
    }

    /// <summary>
    /// Runs without root and without the cluster's token. Variables of other services are left out, because the image
    /// of Kafka reads every variable that begins with <c>KAFKA_</c> as a setting.
    /// </summary>
    private static void RunAs(PodSpecV1 pod, ContainerV1 container, long user)
    {
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.SecurityContext = new()
        {
            RunAsNonRoot = true,
            RunAsUser = user,
            FsGroup = user,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new() { Type = "RuntimeDefault" },
        };
        container.SecurityContext = new() { AllowPrivilegeEscalation = false, Capabilities = new() };
        container.SecurityContext.Capabilities.Drop.Add("ALL");
    }

    /// <summary>Limits memory. A limit of processor time would slow a pod down while its node is idle.</summary>
    private static void Limit(ContainerV1 container, string cpu, string memory, string memoryLimit)
    {
        container.Resources = new();
        container.Resources.Requests["cpu"] = cpu;
        container.Resources.Requests["memory"] = memory;
        container.Resources.Limits["memory"] = memoryLimit;
    }

    /// <summary>
    /// Writes the scheme in capitals, as the API requires (https://github.com/microsoft/aspire/issues/18271), and names
    /// a host that every configuration allows.
    /// </summary>
    private static void CorrectProbe(ProbeV1? probe)
    {
        if (probe?.HttpGet is not { } get)
            return;

        get.Scheme = get.Scheme?.ToUpperInvariant()!;
        get.HttpHeaders.Add(new() { Name = "Host", Value = "localhost" });
    }

    private static void AddPublicHost(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> gateway, string name)
    {
        var environment = builder.Resources.OfType<KubernetesEnvironmentResource>().Single();
        builder.CreateResourceBuilder(environment)
            .AddIngress("public")
            .WithPath(name, "/", gateway.GetEndpoint(Hosts.Endpoint))
            .WithHostname(name)
            .WithTls("links-tls");
    }
}
