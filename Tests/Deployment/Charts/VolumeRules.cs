using System.Text.Json.Nodes;
using static Tests.Deployment.Charts.ContainerRules;

namespace Tests.Deployment.Charts;

/// <summary>Demands of Kubernetes on volumes, and of the images on the folders they are mounted at.</summary>
internal static class VolumeRules
{
    private const string Claim = "{kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: "
        + "[ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/mount",
            Demand = "A container mounts volumes of its pod, each folder once, at a path without a colon.",
            Source = Sources.Kubernetes("core", "ValidateVolumeMounts"),
            Check = chart => OfContainers(chart, (pod, container) => container.Items("volumeMounts")
                .Where(mount => !pod.Volumes.Contains(mount.Text("name"))
                    || mount.Text("mountPath") is not { Length: > 0 } path || path.Contains(':')
                    || (mount.Text("subPath") ?? "").Split('/').Contains("..")
                    || (mount.Text("subPath") ?? "").StartsWith('/')
                    || container.Items("volumeMounts").Count(other => other.Text("mountPath") == path) > 1)
                .Select(mount => $"{pod} has the mount {mount.ToJsonString()}.")),
            Bad = Containers("{name: a, image: b, volumeMounts: [{name: data, mountPath: /data}]}"),
            Good = Containers("{name: a, image: b, volumeMounts: [{name: data, mountPath: /data}]}")
                + "\n      volumes: [{name: data, emptyDir: {}}]",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/volume",
            Demand = "A volume has a name of its own, and its claim, settings, or secret is in the chart.",
            Source = Sources.Kubernetes("core", "ValidateVolumes"),
            Check = chart => chart.Pods.SelectMany(pod => pod.Spec.Items("volumes")
                .Where(volume => !Syntax.IsLabel(volume.Text("name"))
                    || pod.Volumes.Count(name => name == volume.Text("name")) > 1
                    || !IsThere(chart, "PersistentVolumeClaim", volume.Text("persistentVolumeClaim", "claimName"))
                    || !IsThere(chart, "ConfigMap", volume.Text("configMap", "name"))
                    || !IsThere(chart, "Secret", volume.Text("secret", "secretName")))
                .Select(volume => $"{pod} has the volume {volume.ToJsonString()}.")),
            Bad = Containers("{name: a, image: b}")
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
            Good = Containers("{name: a, image: b}")
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n---\n" + Claim,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/claim",
            Demand = "A claim has access modes and requests a quantity of storage.",
            Source = Sources.Kubernetes("core", "ValidatePersistentVolumeClaimSpec"),
            Check = chart => Claims(chart)
                .Where(claim => !claim.Spec.Items("accessModes").Any()
                    || Syntax.Quantity(claim.Spec.Text("resources", "requests", "storage")) is not > 0)
                .Select(claim => $"{claim.Owner} claims {claim.Spec?.ToJsonString()}."),
            Bad = "{kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}",
            Good = Claim,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/single-writer",
            Demand = "A deployment on a volume for one node has one pod and stops it before it starts the next.",
            Source = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
            Check = chart => chart.Pods
                .Where(pod => pod.Owner.Kind == "Deployment"
                    && pod.Claims.Count > 0
                    && (pod.Replicas > 1 || pod.Owner.Root.Text("spec", "strategy", "type") != "Recreate"))
                .Select(pod => $"{pod} has {pod.Replicas} pods and the strategy "
                    + $"{pod.Owner.Root.Text("spec", "strategy", "type") ?? "RollingUpdate"}."),
            Bad = Containers("{name: a, image: b}")
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n---\n" + Claim,
            Good = Containers("{name: a, image: b}")
                .Replace("spec:\n  template", "spec:\n  strategy: {type: Recreate}\n  template")
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n---\n" + Claim,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/volume-owner",
            Demand = "A pod with a claim and a user other than root has the group of its volumes, which start as "
                + "root's.",
            Source = Sources.Confluent("local/Dockerfile.ubi9", 113),
            Check = chart => chart.Pods
                .Where(pod => pod.Claims.Count > 0 && pod.Spec.At("securityContext", "fsGroup") is null
                    && pod.Containers.Any(container => IsKafka(container)
                        || pod.Security(container, "runAsUser").Number() > 0
                        || container.Text("name") is "gateway" or "extractor"))
                .Select(pod => $"{pod} has no fsGroup."),
            Bad = Containers("{name: kafka, image: 'confluentinc/confluent-local:8.2.0'}")
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
            Good = Containers("{name: kafka, image: 'confluentinc/confluent-local:8.2.0'}")
                + "\n      securityContext: {fsGroup: 1000}"
                + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
        },
        new Rule<Chart>
        {
            Id = "kafka/lost-found",
            Demand = "Kafka's folder is below the root of its volume, where file systems keep lost+found.",
            Source = Sources.Issue("strimzi/strimzi-kafka-operator", 1307),
            Check = chart => OfContainers(chart, (pod, container) => IsKafka(container)
                ? container.Items("volumeMounts")
                    .Where(mount => pod.Claims.Contains(mount.Text("name")) && mount.At("subPath") is null)
                    .Select(mount => $"{pod} mounts the root of a claim at {mount.Text("mountPath")}.")
                : []),
            Bad = Kafka("{name: data, mountPath: /var/lib/kafka/data}"),
            Good = Kafka("{name: data, mountPath: /var/lib/kafka/data, subPath: data}"),
        },
        new Rule<Chart>
        {
            Id = "kafka/writable-root",
            Demand = "Kafka's container can write to its root, because its start writes settings to /etc/kafka.",
            Source = Sources.Confluent("local/include/etc/confluent/docker/configure", 48),
            Check = chart => OfContainers(chart, (pod, container) =>
                IsKafka(container) && container.IsTrue("securityContext", "readOnlyRootFilesystem")
                    ? [$"{pod} has a read-only root."]
                    : []),
            Bad = Containers("{name: kafka, image: confluent-local, securityContext: {readOnlyRootFilesystem: true}}"),
            Good = Containers("{name: gateway, image: links, securityContext: {readOnlyRootFilesystem: true}}"),
        },
        new Rule<Chart>
        {
            Id = "kafka/service-name",
            Demand = "No service is called kafka: its pods would receive KAFKA_PORT, on which Kafka's image exits.",
            Source = Sources.Confluent("local/include/etc/confluent/docker/configure", 75),
            Check = chart => chart.Of("Service").Any(service => service.Name == "kafka")
                ? chart.Pods
                    .Where(pod => pod.Containers.Any(IsKafka)
                        && (pod.Spec.At("enableServiceLinks") is null || pod.Spec.IsTrue("enableServiceLinks")))
                    .Select(pod => $"{pod} receives KAFKA_PORT.")
                : [],
            Bad = Containers("{name: kafka, image: confluent-local}")
                + "\n---\n{kind: Service, metadata: {name: kafka}}",
            Good = Containers("{name: kafka, image: confluent-local}")
                + "\n---\n{kind: Service, metadata: {name: kafka-service}}",
        },
    ];

    private static IEnumerable<(string Owner, JsonNode? Spec)> Claims(Chart chart) =>
        chart.Of("PersistentVolumeClaim").Select(claim => (claim.ToString(), claim.Root.At("spec")))
            .Concat(chart.Of("StatefulSet").SelectMany(set => set.Root.Items("spec", "volumeClaimTemplates")
                .Select(claim => (set.ToString(), claim.At("spec")))));

    private static bool IsThere(Chart chart, string kind, string? name) =>
        name is null || chart.Of(kind).Any(item => item.Name == name);

    private static bool IsKafka(JsonNode container) =>
        (container.Text("image") ?? "").Contains("confluent", StringComparison.Ordinal);

    private static string Kafka(string mount) =>
        Containers($"{{name: kafka, image: confluent-local, volumeMounts: [{mount}]}}")
        + "\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]";
}
