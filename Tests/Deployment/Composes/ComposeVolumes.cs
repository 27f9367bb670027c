using System.Text.RegularExpressions;

namespace Tests.Deployment.Composes;

/// <summary>Demands of Compose on volumes.</summary>
internal static partial class ComposeVolumes
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<ComposeProject>
        {
            Id = "compose/volume",
            Demand = "A service mounts volumes of the file.",
            Source = Sources.ComposeGo("loader/validate.go", 103),
            Check = project => project.Services
                .SelectMany(service => service.Service.Items("volumes"), (service, volume) =>
                    (service.Name, Volume: ComposeProject.NamedVolume(volume)))
                .Where(mount => mount.Volume is not null
                    && project.Root.Members("volumes").All(volume => volume.Name != mount.Volume))
                .Select(mount => $"{mount.Name} mounts {mount.Volume}, which is not there."),
            Bad = "services: {kafka: {image: a, volumes: [{type: volume, source: data, target: /data}]}}",
            Good = "{services: {kafka: {image: a, volumes: ['data:/data']}}, volumes: {data: {}}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/mount-target",
            Demand = "A service mounts each of its folders once.",
            Source = Sources.ComposeGo("loader/validate.go", 201),
            Check = project => project.Services
                .SelectMany(service => service.Service.Items("volumes").Select(ComposeProject.TargetOf)
                    .Concat(service.Service.Items("tmpfs").Select(folder => (folder.Text() ?? "").Split(':')[0]))
                    .GroupBy(target => target)
                    .Where(group => group.Count() > 1)
                    .Select(group => $"{service.Name} mounts {group.Key} {group.Count()} times.")),
            Bad = "{services: {a: {image: a, volumes: ['x:/data', 'y:/data']}}, volumes: {x: {}, y: {}}}",
            Good = "{services: {a: {image: a, volumes: ['x:/data'], tmpfs: [/tmp]}}, volumes: {x: {}}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/volume-name",
            Demand = "The name of a volume is the same wherever it is published from, so that an upgrade finds its "
                + "data.",
            Source = "docs/deploy.md",
            Check = project => project.Root.Members("volumes")
                .Where(volume => Hash().IsMatch(volume.Name))
                .Select(volume => $"{volume.Name} contains a hash of the publisher's folder."),
            Bad = "{services: {a: {image: a}}, volumes: {apphost-feed4158f1-kafka-data: {}}}",
            Good = "{services: {a: {image: a}}, volumes: {kafka-data: {}}}",
        },
    ];

    [GeneratedRegex("-[0-9a-f]{10}(-|$)")]
    private static partial Regex Hash();
}
