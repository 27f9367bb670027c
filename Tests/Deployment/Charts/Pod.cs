using System.Text.Json.Nodes;

namespace Tests.Deployment.Charts;

/// <summary>Represents the pod template of an object.</summary>
internal sealed record Pod(KubernetesObject Owner)
{
    public JsonNode? Template => Owner.Root.At("spec", "template");

    public JsonNode? Spec => Template.At("spec");

    public IReadOnlyDictionary<string, string> Labels => Texts(Template, "metadata", "labels");

    public IEnumerable<JsonNode> Containers => Spec.Items("containers");

    public IEnumerable<JsonNode> AllContainers => Containers.Concat(Spec.Items("initContainers"));

    /// <summary>Names of the volumes that outlive the pod.</summary>
    public IReadOnlyCollection<string?> Claims =>
        [.. Spec.Items("volumes")
            .Where(volume => volume.At("persistentVolumeClaim") is not null)
            .Select(volume => volume.Text("name")),
        .. ClaimTemplates];

    /// <summary>Names of the claims that a stateful set makes for each of its pods.</summary>
    public IEnumerable<string?> ClaimTemplates =>
        Owner.Root.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("metadata", "name"));

    public IEnumerable<string?> Volumes =>
        Spec.Items("volumes").Select(volume => volume.Text("name")).Concat(ClaimTemplates);

    public long Replicas => Owner.Root.Number("spec", "replicas") ?? 1;

    /// <summary>Reads a setting of a container's security, or of its pod where the container has none.</summary>
    public JsonNode? Security(JsonNode container, string name) =>
        container.At("securityContext", name) ?? Spec.At("securityContext", name);

    public static IReadOnlyDictionary<string, string> Texts(JsonNode? node, params string[] path) =>
        node.Members(path).ToDictionary(member => member.Name, member => member.Value.Text() ?? "");

    public static bool Selects(
        IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.All(label => labels.GetValueOrDefault(label.Key) == label.Value);

    public override string ToString() => Owner.ToString();
}
