namespace Tests.Deployment.Charts;

/// <summary>Demands of Kubernetes on names, labels, and selectors.</summary>
internal static class ObjectRules
{
    /// <summary>Longest name of a stateful set: its pods carry it in a label, with a hyphen and ten letters.</summary>
    private const int MaxStatefulSetName = 52;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/name",
            Demand = "A name has at most 63 lowercase letters, digits, and hyphens; a service's starts with no digit.",
            Source = Sources.ApiMachinery("pkg/util/validation/validation.go", 155),
            Check = chart => chart.Objects
                .Where(item => item.Kind switch
                {
                    "Service" => !Syntax.IsServiceName(item.Name),
                    "StatefulSet" => !Syntax.IsLabel(item.Name) || item.Name.Length > MaxStatefulSetName,
                    "Deployment" => !Syntax.IsLabel(item.Name),
                    _ => !Syntax.IsSubdomain(item.Name),
                })
                .Select(item => $"\"{item.Name}\" is no name of a {item.Kind}."),
            Bad = "{kind: Service, metadata: {name: 1_gateway}}",
            Good = "{kind: Service, metadata: {name: gateway-service}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/unique",
            Demand = "Objects of one kind differ in their names.",
            Source = Sources.Helm("pkg/chart/v2/lint/rules/template.go", 1),
            Check = chart => chart.Objects
                .GroupBy(item => item.ToString())
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key} is there {group.Count()} times."),
            Bad = "{kind: Secret, metadata: {name: a}}\n---\n{kind: Secret, metadata: {name: a}}",
            Good = "{kind: Secret, metadata: {name: a}}\n---\n{kind: ConfigMap, metadata: {name: a}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/label",
            Demand = "A label is a name of at most 63 letters, as is its value.",
            Source = Sources.ApiMachinery("pkg/util/validation/validation.go", 147),
            Check = chart => chart.Objects
                .SelectMany(item => Pod.Texts(item.Root, "metadata", "labels")
                    .Concat(Pod.Texts(item.Root, "spec", "template", "metadata", "labels"))
                    .Where(label => !Syntax.IsLabelKey(label.Key) || !Syntax.IsLabelValue(label.Value))
                    .Select(label => $"{item} has the label {label.Key}: {label.Value}.")),
            Bad = "{kind: Secret, metadata: {name: a, labels: {app: 'a b'}}}",
            Good = "{kind: Secret, metadata: {name: a, labels: {app.kubernetes.io/name: a}}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/selector",
            Demand = "The selector of a workload has labels and equals those of its pods.",
            Source = Sources.Kubernetes("apps", "ValidateDeploymentSpec"),
            Check = chart => chart.Pods
                .Where(pod => pod.Owner.Kind != "Job")
                .Where(pod => Pod.Texts(pod.Owner.Root, "spec", "selector",
                "matchLabels") is not { Count: > 0 } selector
                    || !Pod.Selects(selector, pod.Labels))
                .Select(pod => $"{pod} selects other labels than it has."),
            Bad = """
                kind: Deployment
                metadata: {name: a}
                spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}}}
                """,
            Good = """
                kind: Deployment
                metadata: {name: a}
                spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a, tier: web}}}}
                """,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/selector-alone",
            Demand = "No workload's selector takes the pods of another.",
            Source = Sources.Kubernetes("apps", "ValidateDeploymentSpec"),
            Check = chart => chart.Pods.SelectMany(pod => chart.Pods
                .Where(other => other.Owner != pod.Owner
                    && Pod.Texts(pod.Owner.Root, "spec", "selector", "matchLabels") is { Count: > 0 } selector
                    && Pod.Selects(selector, other.Labels))
                .Select(other => $"{pod} selects the pods of {other}.")),
            Bad = """
                kind: Deployment
                metadata: {name: a}
                spec: {selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}}}
                ---
                kind: Deployment
                metadata: {name: b}
                spec: {selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}}}
                """,
            Good = """
                kind: Deployment
                metadata: {name: a}
                spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}}}
                ---
                kind: Deployment
                metadata: {name: b}
                spec: {selector: {matchLabels: {app: b}}, template: {metadata: {labels: {app: b}}}}
                """,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/stateful-service",
            Demand = "A stateful set names a service of the chart, a field that clusters before 1.33 require.",
            Source = Sources.Issue("helm/helm", 7207),
            Check = chart => chart.Of("StatefulSet")
                .Where(set => chart.Of("Service").All(service => service.Name != set.Root.Text("spec", "serviceName")))
                .Select(set => $"{set} names the service \"{set.Root.Text("spec", "serviceName")}\"."),
            Bad = "{kind: StatefulSet, metadata: {name: a}, spec: {}}",
            Good = """
                {kind: StatefulSet, metadata: {name: a}, spec: {serviceName: a}}
                ---
                {kind: Service, metadata: {name: a}}
                """,
        },
    ];
}
