using Tests.Deployment.Charts;
using Tests.Deployment.Composes;
using Tests.Deployment.Manifests;

namespace Tests.Deployment.Graphs;

/// <summary>Represents a deployment of one container, written for every target.</summary>
/// <param name="Settings">Variables with their values; null for one from a secret.</param>
/// <param name="Mount">Folder on a volume.</param>
internal sealed record Sample(
    string Name, IReadOnlyList<(string Name, string? Value)> Settings, string? Mount = null, bool IsPublic = false)
{
    public string Manifest => $$"""
        resources:
          key:
            type: parameter.v0
            inputs:
              value: {secret: true}
          {{Name}}:
            type: project.v0
            env: { {{Variables("'{key.value}'")}} }
            bindings:
              http: {scheme: http, external: {{(IsPublic ? "true" : "false")}} }
        """;

    public string Compose => $$"""
        services:
          {{Name}}:
            image: a
            environment: { {{Variables("'${KEY:?}'")}} }
            volumes: [ {{(Mount is null ? "" : $"'data:{Mount}'")}} ]
            ports: [ {{(IsPublic ? "'80:80'" : "")}} ]
        volumes:
          data: {}
        """;

    public string Chart => $$"""
        kind: Deployment
        metadata: {name: a}
        spec:
          template:
            metadata:
              labels: {app: a}
            spec:
              containers:
                - name: {{Name}}
                  image: a
                  env: [ {{Entries}} ]
                  volumeMounts: [ {{MountOfChart}} ]
              volumes:
                - name: data
                  persistentVolumeClaim: {claimName: data}
        ---
        kind: Service
        metadata: {name: a}
        spec:
          selector: {app: a}
          type: {{Type}}
        """;

    private string Type => IsPublic ? "LoadBalancer" : "ClusterIP";

    private string MountOfChart => Mount is null ? "" : $"{{name: data, mountPath: {Mount}}}";

    private string Entries => string.Join(", ", Settings.Select(setting => setting.Value is null
        ? $"{{name: {setting.Name}, valueFrom: {{secretKeyRef: {{name: a, key: a}}}}}}"
        : $"{{name: {setting.Name}, value: '{setting.Value}'}}"));

    private string Variables(string secret) => string.Join(
        ", ", Settings.Select(setting => $"{setting.Name}: {(setting.Value is null ? secret : $"'{setting.Value}'")}"));
}

/// <summary>Makes one rule per target from a demand that holds for all.</summary>
internal static class Samples
{
    public static IEnumerable<Rule> Each(
        string id, string demand, string source, Func<IGraph, IEnumerable<string>> check, Sample bad, Sample good) =>
        Each<ComposeProject, Chart>(id, demand, source, check, bad, good)
            .Prepend(Of<Manifest>(id, demand, source, check, bad, good));

    public static IEnumerable<Rule> Each<TFirst, TSecond>(
        string id, string demand, string source, Func<IGraph, IEnumerable<string>> check, Sample bad, Sample good)
        where TFirst : IPublished<TFirst>, IGraph
        where TSecond : IPublished<TSecond>, IGraph =>
        [Of<TFirst>(id, demand, source, check, bad, good), Of<TSecond>(id, demand, source, check, bad, good)];

    private static Rule<T> Of<T>(
        string id, string demand, string source, Func<IGraph, IEnumerable<string>> check, Sample bad, Sample good)
        where T : IPublished<T>, IGraph => new()
        {
            Id = $"{id}@{Target<T>()}",
            Demand = demand,
            Source = source,
            Check = published => check(published),
            Bad = Text<T>(bad),
            Good = Text<T>(good),
        };

    private static string Target<T>() =>
        typeof(T) == typeof(Manifest) ? "manifest" : typeof(T) == typeof(Chart) ? "kubernetes" : "compose";

    private static string Text<T>(Sample sample) =>
        typeof(T) == typeof(Manifest) ? sample.Manifest : typeof(T) == typeof(Chart) ? sample.Chart : sample.Compose;
}
