namespace AppHost.Processes;

/// <summary>Represents the arguments: this program's options, and after <c>--</c> those of the gateway.</summary>
internal sealed record Arguments(IReadOnlyList<string> Options, IReadOnlyList<string> ForGateway)
{
    public const string Help =
        """
        Options:
          --stand-in               use a stand-in for YouTube, for a machine without internet access
          --replicas N             number of workers; default 2
          --gateway-port N         port of the gateway; default 5000
          --infra processes        use the broker in ConnectionStrings:kafka, or a stand-in for one if it is not set
          --infra external         use the broker in ConnectionStrings:kafka
          --infra embedded         no workers and no broker: the gateway runs the jobs
          --SECTION:KEY VALUE      a setting of the gateway and the workers, as in --ConnectionStrings:kafka host:9092
          -- ...                   further arguments of the gateway
        """;

    private const string Separator = "--";

    private static readonly string[] Known = ["infra", "replicas", "stand-in", "gateway-port"];

    /// <summary>Options of containers and publishers.</summary>
    private static readonly string[] OfContainers =
    [
        "target", "persistent", "open", "public-host", "scale-to", "registry", "publisher", "operation", "step",
        "output-path",
    ];

    public static Arguments Split(string[] args)
    {
        var at = Array.IndexOf(args, Separator);
        return at < 0
            ? new Arguments(Choices.Complete(args), [])
            : new Arguments(Choices.Complete(args[..at]), args[(at + 1)..]);
    }

    public bool AsksForHelp => Options.Any(option => option is "--help" or "-h" or "-?");

    /// <returns>A sentence about the first invalid option; null if all are valid.</returns>
    public string? WhyInvalid()
    {
        for (var at = 0; at < Options.Count; at++)
        {
            var (option, value) = (Options[at], (string?)null);
            if (option.IndexOf('=', StringComparison.Ordinal) is var end and > 0)
                (option, value) = (option[..end], option[(end + 1)..]);
            if (!option.StartsWith("--", StringComparison.Ordinal))
                return $"\"{Options[at]}\" is not an option: --help lists them.";
            var name = option[2..];
            if (OfContainers.Contains(name, StringComparer.OrdinalIgnoreCase))
                return $"{option} needs containers or publishes, and this runs only processes of this machine: "
                    + "leave it out, or use the full build without --infra processes.";
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !name.Contains(':', StringComparison.Ordinal))
                return $"{option} is unknown: --help lists the options.";
            if (value is null && ++at == Options.Count)
                return $"{option} needs a value: --help lists the options.";
        }

        return null;
    }
}
