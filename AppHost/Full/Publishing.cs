using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Checks before anything is published that the result can work.</summary>
internal static class Publishing
{
    /// <summary>Set by the Aspire CLI, which can ask for missing values.</summary>
    private const string CliVariable = "ASPIRE_BACKCHANNEL_PATH";

    private static readonly string[] Connections = ["kafka", "links"];

    public static bool IsPossible(
        IDistributedApplicationBuilder builder, Choices choices, [NotNullWhen(false)] out string? problem)
    {
        problem = builder.ExecutionContext.IsRunMode
            ? null
            : WhyNot(builder.Configuration, choices, IsManifest(builder.Configuration));
        return problem is null;
    }

    /// <summary>Says what a publication does not keep; null if it keeps everything.</summary>
    public static string? Remark(IDistributedApplicationBuilder builder, Choices choices) =>
        builder.ExecutionContext.IsPublishMode && choices is { Infra: Infra.Containers, Target: Target.None }
            ? "This is a trial: Kafka and MongoDB have no volumes on Container Apps, and what they store is "
                + "gone when one of their containers is replaced. Use --infra external to keep it: docs/deploy.md."
            : null;

    /// <summary>True if azd, or a person, asks for the manifest.</summary>
    private static bool IsManifest(ConfigurationManager configuration) =>
        configuration["Publishing:Publisher"] is "manifest" || configuration["Pipeline:Step"] is "publish-manifest";

    private static string? WhyNot(
        ConfigurationManager configuration, Choices choices, bool isManifest) => choices switch
    {
        { StandIn: true } => "--stand-in is for this machine: publish without it.",
        { Target: Target.None } when !isManifest =>
            "Nothing says what to publish: add --target compose or --target kubernetes; for Azure, use azd up.",
        { Target: not Target.None } when isManifest =>
            "The manifest is for azd and has no target: leave out --target.",
        { Target: Target.Kubernetes, Registry: null } when configuration["Pipeline:Step"] is "deploy" =>
            "A cluster takes the images from a registry: add --registry, as in --registry ghcr.io/me.",
        { Infra: Infra.Embedded, Target: Target.None } =>
            "--infra embedded stores everything on a disk, and Container Apps have none that a database can use: "
            + "use --infra external with your own Kafka and MongoDB, or --target compose or kubernetes.",
        { ScaleTo: not null, Target: not Target.Kubernetes } =>
            "--scale-to is for --target kubernetes: other targets scale as docs/deploy.md says.",
        { ScaleTo: not null, Infra: Infra.Embedded } => "--scale-to is for workers, and --infra embedded has none.",
        { Infra: Infra.External } when !isManifest && string.IsNullOrEmpty(configuration[CliVariable]) =>
            WhyUnconnected(configuration),
        _ => null,
    };

    private static string? WhyUnconnected(ConfigurationManager configuration)
    {
        var missing = Connections
            .Where(name => string.IsNullOrEmpty(configuration.GetConnectionString(name)))
            .ToArray();
        return missing.Length == 0
            ? null
            : "--infra external needs the addresses of your servers: set "
                + string.Join(" and ", missing.Select(name => $"ConnectionStrings__{name}")) + ".";
    }
}
