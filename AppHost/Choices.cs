using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Origin of Kafka and MongoDB.</summary>
internal enum Infra
{
    /// <summary>Containers started by this program.</summary>
    Containers,

    /// <summary>Connection strings: Atlas, Confluent Cloud, Event Hubs, or your own servers.</summary>
    External,

    /// <summary>Neither: the gateway runs everything in its own process.</summary>
    Embedded,

    /// <summary>Processes of this machine, without containers and Aspire, with a stand-in for Kafka.</summary>
    Processes,
}

/// <summary>Target of <c>aspire publish</c>; azd needs none.</summary>
internal enum Target
{
    None,
    Compose,
    Kubernetes,
}

/// <summary>Options of this program, from arguments (<c>--infra embedded</c>), environment, or user secrets.</summary>
internal sealed record Choices(Infra Infra, Target Target, int Replicas, bool Persistent, bool StandIn, int GatewayPort)
{
    /// <summary>True if a published gateway requires no API key: anyone who reaches it may use it.</summary>
    public bool Open { get; private init; }

    /// <summary>Number of workers to which a target scales by the lag of Kafka; null if it does not scale.</summary>
    public int? ScaleTo { get; private init; }

    /// <summary>The public host name of a published gateway, for an ingress; null if there is none.</summary>
    public string? PublicHost { get; private init; }

    /// <summary>Registry for the images, as in <c>ghcr.io/me</c>; null if none is named.</summary>
    public string? Registry { get; private init; }

    /// <summary>Two workers, so that the failover of one can be observed.</summary>
    private const int DefaultReplicas = 2;

    private const int MaxReplicas = 100;

    /// <summary>The gateway's port when it is started without the AppHost, so that its address is the same.</summary>
    private const int DefaultPort = 5000;

    /// <summary>Options that stand alone: <c>--stand-in</c> is <c>--stand-in true</c>.</summary>
    private static readonly string[] Flags = ["--stand-in", "--persistent", "--open"];

    /// <returns>The arguments with the value of every option: the configuration reads pairs only.</returns>
    public static string[] Complete(string[] args) =>
        [.. args.SelectMany((arg, at) => Flags.Contains(arg) && IsOption(args.ElementAtOrDefault(at + 1))
            ? [arg, bool.TrueString]
            : new[] { arg })];

    public static bool TryRead(
        IConfiguration configuration,
        Infra defaultInfra,
        [NotNullWhen(true)] out Choices? choices,
        [NotNullWhen(false)] out string? problem)
    {
        choices = null;
        problem = null;
        if (!TryRead(configuration, "infra", defaultInfra, out var infra))
            problem = Sentence("infra", string.Join(", ", Enum.GetNames<Infra>()).ToLowerInvariant());
        else if (!TryRead(configuration, "target", Target.None, out var target))
            problem = Sentence("target", string.Join(", ", Enum.GetNames<Target>()).ToLowerInvariant());
        else if (!TryRead(configuration, "replicas", DefaultReplicas, out var replicas)
            || replicas < MinReplicas(infra) || replicas > MaxReplicas)
            problem = Sentence("replicas", $"a number from {MinReplicas(infra)} to {MaxReplicas}");
        else if (!TryRead(configuration, "persistent", false, out var persistent))
            problem = Sentence("persistent", "true or false");
        else if (!TryRead(configuration, "stand-in", false, out var standIn))
            problem = Sentence("stand-in", "true or false");
        else if (!TryRead(configuration, "gateway-port", DefaultPort, out var port)
            || port is < 1 or > IPEndPoint.MaxPort)
            problem = Sentence("gateway-port", $"a number from 1 to {IPEndPoint.MaxPort}");
        else if (!TryRead(configuration, "open", false, out var open))
            problem = Sentence("open", "true or false");
        else if (!TryRead(configuration, "scale-to", replicas, out var scaleTo)
            || scaleTo < replicas || scaleTo > MaxReplicas)
            problem = Sentence("scale-to", $"a number from --replicas ({replicas}) to {MaxReplicas}");
        else if (configuration["public-host"] is { Length: > 0 } host && !IsHostName(host))
            problem = Sentence("public-host", "a host name without scheme and port, as in links.example.org");
        else if (configuration["registry"] is { Length: > 0 } registry && !IsRegistry(registry))
            problem = Sentence("registry", "the address of a registry in lower case, as in ghcr.io/me");
        else
            choices = new Choices(infra, target, replicas, persistent, standIn, port)
            {
                Open = open,
                ScaleTo = scaleTo > replicas ? scaleTo : null,
                PublicHost = configuration["public-host"] is { Length: > 0 } name ? name.ToLowerInvariant() : null,
                Registry = configuration["registry"] is { Length: > 0 } images ? images : null,
            };
        return choices is not null;
    }

    /// <summary>Zero workers mean that the gateway runs the jobs; elsewhere, <c>--infra embedded</c> does.</summary>
    private static int MinReplicas(Infra infra) => infra is Infra.Processes ? 0 : 1;

    private static bool IsHostName(string text) =>
        text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) is UriHostNameType.Dns;

    private static bool IsRegistry(string text) =>
        !text.EndsWith('/') && !text.Contains("//", StringComparison.Ordinal)
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)
            || character is '.' or '-' or '_' or '/' or ':');

    private static bool IsOption(string? arg) => arg is null || arg.StartsWith("--", StringComparison.Ordinal);

    private static string Sentence(string name, string allowed) => $"--{name} takes one of these: {allowed}.";

    private static bool TryRead<T>(IConfiguration configuration, string name, T whenAbsent, out T value)
        where T : struct
    {
        value = whenAbsent;
        if (configuration[name] is not { Length: > 0 } text)
            return true;

        if (typeof(T).IsEnum)
            return Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(typeof(T), value)
                && !char.IsAsciiDigit(text[0]);

        try
        {
            value = configuration.GetValue<T>(name);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
