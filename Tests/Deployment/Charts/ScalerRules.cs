using Tests.Deployment.Graphs;

namespace Tests.Deployment.Charts;

/// <summary>Demands of KEDA on autoscalers.</summary>
internal static class ScalerRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/scaler",
            Demand = "An autoscaler has a workload of the chart as its target.",
            Source = "https://keda.sh/docs/2.17/reference/scaledobject-spec/",
            Check = chart => chart.Objects
                .Where(item => item.Kind is "ScaledObject" or "HorizontalPodAutoscaler")
                .Where(item => chart.Pods.All(pod =>
                    pod.Owner.Name != item.Root.Text("spec", "scaleTargetRef", "name")
                    || pod.Owner.Kind != (item.Root.Text("spec", "scaleTargetRef", "kind") ?? "Deployment")))
                .Select(
                    item => $"{item} scales {item.Root.Text("spec", "scaleTargetRef", "name")}, which is not there."),
            Bad = "{kind: ScaledObject, metadata: {name: a}, spec: {scaleTargetRef: {name: worker}}}",
            Good = """
                {kind: ScaledObject, metadata: {name: a}, spec: {scaleTargetRef: {name: worker}}}
                ---
                {kind: Deployment, metadata: {name: worker}}
                """,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/scaler-credentials",
            Demand = "An autoscaler has its credentials in the chart, from variables that the workload receives.",
            Source = "https://keda.sh/docs/2.17/concepts/authentication/",
            Check = chart => chart.Of("ScaledObject")
                .SelectMany(item => item.Root.Items("spec", "triggers"), (item, trigger) =>
                    (Scaler: item.Name, Name: trigger.Text("authenticationRef", "name")))
                .Where(trigger => trigger.Name is not null
                    && chart.Of("TriggerAuthentication").All(item => item.Name != trigger.Name))
                .Select(trigger => $"{trigger.Scaler} has the credentials {trigger.Name}, which are not there.")
                .Distinct()
                .Concat(chart.Of("TriggerAuthentication").SelectMany(item => item.Root.Items("spec", "env")
                    .Where(variable => chart.Workloads.All(workload =>
                        workload.Name != variable.Text("containerName")
                        || !workload.Environment.ContainsKey(variable.Text("name") ?? "")))
                    .Select(variable => $"{item} reads {variable.ToJsonString()}."))),
            Bad = """
                kind: TriggerAuthentication
                metadata: {name: a}
                spec: {env: [{parameter: password, name: PASSWORD, containerName: worker}]}
                """,
            Good = """
                kind: TriggerAuthentication
                metadata: {name: a}
                spec: {env: [{parameter: password, name: PASSWORD, containerName: worker}]}
                ---
                kind: Deployment
                metadata: {name: worker}
                spec:
                  template:
                    spec: {containers: [{name: worker, image: a, env: [{name: PASSWORD, value: a}]}]}
                """,
        },
        new Rule<Chart>
        {
            Id = "links/scaler-topics",
            Demand = "An autoscaler follows topics of jobs, in the consumer groups of the workers.",
            Source = "Adapters/Kafka/KafkaOptions.cs",
            Check = chart => chart.Of("ScaledObject")
                .SelectMany(item => item.Root.Items("spec", "triggers"))
                .Where(trigger => trigger.Text("type") == "kafka")
                .Select(trigger => (Topic: trigger.Text("metadata", "topic") ?? "",
                    Group: trigger.Text("metadata", "consumerGroup")))
                .Where(trigger => !KnownSettings.HasTopic(trigger.Topic)
                    || trigger.Group != $"extractors.{trigger.Topic}")
                .Select(trigger => $"{trigger.Topic} in {trigger.Group} is no topic of a worker."),
            Bad = """
                kind: ScaledObject
                metadata: {name: a}
                spec: {triggers: [{type: kafka, metadata: {topic: links, consumerGroup: extractors}}]}
                """,
            Good = """
                kind: ScaledObject
                metadata: {name: a}
                spec:
                  triggers:
                    - {type: kafka, metadata: {topic: rows.requested, consumerGroup: extractors.rows.requested}}
                """,
        },
    ];
}
