using Tests.Deployment.Charts;
using Tests.Deployment.Composes;
using Tests.Deployment.Graphs;
using Tests.Deployment.Manifests;

namespace Tests.Deployment;

/// <summary>Lists the rules, and those that apply to a mode.</summary>
internal static class Rules
{
    private static readonly IReadOnlyList<Rule> OfManifests =
        [.. AzdParameters.All, .. AzdResources.All, .. AzdIngress.All, .. ContainerApps.All];

    private static readonly IReadOnlyList<Rule> OfCompose =
        [.. ComposeServices.All, .. ComposeVolumes.All, .. ComposePorts.All, .. ComposeEnvironment.All];

    private static readonly IReadOnlyList<Rule> OfKubernetes =
    [
        .. HelmRules.All, .. ObjectRules.All, .. ContainerRules.All, .. VolumeRules.All, .. SettingRules.All,
        .. ServiceRules.All, .. ScalerRules.All,
    ];

    // The name of a rule that holds for several targets ends with its target.
    private static readonly IReadOnlyList<Rule> Shared = [.. OwnRules.All, .. AddressRules.All];

    public static IReadOnlyList<Rule> All { get; } = [.. OfManifests, .. OfCompose, .. OfKubernetes, .. Shared];

    public static IEnumerable<Rule> For(string mode)
    {
        var target = mode.Split('-')[0];
        var own = target switch
        {
            "manifest" => OfManifests,
            "compose" => OfCompose,
            _ => OfKubernetes,
        };
        return own.Concat(Shared.Where(rule => rule.Id.Split('@').ElementAtOrDefault(1) is not { } suffix
            ? target == "kubernetes"
            : suffix == target));
    }
}
