using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace AppHost.Processes;

/// <summary>Declares the processes, as Full/Program.cs declares the resources of Aspire.</summary>
internal sealed class Graph(Choices choices, IConfiguration configuration, GatewayAddress gateway)
{
    private const string Broker = "kafka";
    private const string YouTube = "youtube";
    private const string DirectSecret = "Direct__Secret";

    /// <summary>
    /// Each entry is one line after the name of its process. Only this program probes the hosts, and only until they
    /// are healthy, so a failed check says nothing new.
    /// </summary>
    private static readonly Dictionary<string, string> Logging = new()
    {
        ["Logging__Console__FormatterName"] = "simple",
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss ",
        ["Logging__LogLevel__Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    private readonly string? brokers = configuration.GetConnectionString(Broker);

    private int Workers => choices.Infra is Infra.Embedded ? 0 : choices.Replicas;

    private bool StandsInForBroker => Workers > 0 && string.IsNullOrWhiteSpace(brokers);

    /// <summary>
    /// Gets the broker of the configuration, if the graph uses one: it must respond before anything starts.
    /// </summary>
    public Probe? ExternalBroker => Workers > 0 && !StandsInForBroker ? Probe.Tcp(brokers!) : null;

    /// <summary>Gets the folder of the database and the files, which all processes share.</summary>
    public string DataPath { get; } =
        Path.GetFullPath(configuration["Data:Path"] ?? Path.Combine(ProgramFiles.Folder("Gateway.Api"), "data"));

    /// <summary>Returns the processes: each after those that it waits for.</summary>
    public IReadOnlyList<Resource> Resources(IReadOnlyList<string> forGateway)
    {
        var ports = Ports.Free(Workers + 2);
        var graph = new List<Resource>();
        var settings = Settings();
        if (choices.StandIn)
        {
            graph.Add(StandInForYouTube(ports[^2], ports[^1]));
            foreach (var (name, value) in StandInSettings.For(ports[^2], ports[^1]))
                settings[name] = value;
        }

        if (StandsInForBroker)
        {
            graph.Add(StandInForBroker());
            // This broker responds to an empty fetch only at the end of its wait; a real one, when a message arrives.
            settings["Kafka__FetchWait"] = "00:00:00.002";
        }

        string[] standIns = [.. graph.Select(resource => resource.Name)];
        Uri[] workers = [.. ports.Take(Workers).Select(port => new Uri($"http://127.0.0.1:{port}"))];
        for (var worker = 1; worker <= Workers; worker++)
            graph.Add(Host($"extractor-{worker}", "Extractor.Worker", workers[worker - 1]) with
            {
                Arguments = ["--urls", workers[worker - 1].ToString()],
                Environment = settings,
                WaitsFor = standIns,
            });
        graph.Add(Host("gateway", "Gateway.Api", gateway.Local) with
        {
            Arguments = ["--urls", gateway.Urls, .. forGateway],
            Environment = Workers == 0
                ? settings
                : new(settings, settings.Comparer) { ["Services__Extractor"] = string.Join<Uri>(',', workers) },
            WaitsFor = standIns,
        });
        return graph;
    }

    private static Resource Host(string name, string project, Uri address) => new(name, project)
    {
        Probe = address.Scheme == Uri.UriSchemeHttp ? Probe.Http(address) : Probe.Tcp(address.Authority),
    };

    private static Resource StandInForYouTube(int port, int proxyPort) => new(YouTube, "StandIn")
    {
        Environment = new Dictionary<string, string>
        {
            [StandInSettings.Port] = $"{port}",
            [StandInSettings.ProxyPort] = $"{proxyPort}",
        },
        Probe = Probe.Tcp($"127.0.0.1:{port}"),
        StopsLast = true,
        Remark = $"a stand-in for YouTube; its proxy: 127.0.0.1:{proxyPort}",
    };

    private static Resource StandInForBroker() => new(Broker, "StandIn")
    {
        Arguments = ["broker"],
        Announcement = new Announcement("broker: ", $"ConnectionStrings__{Broker}"),
        StopsLast = true,
        Advice = "--infra external uses your own broker, and --infra embedded none.",
        Remark = "a stand-in for Kafka; its messages are in memory, and every job is in the database",
    };

    /// <summary>Returns the environment of the hosts: settings with a section, and what both hosts share.</summary>
    private Dictionary<string, string> Settings()
    {
        var settings = configuration.AsEnumerable()
            .Where(setting => setting.Value is not null && setting.Key.Contains(':', StringComparison.Ordinal)
                && !setting.Key.StartsWith("Parameters:", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value!,
                StringComparer.OrdinalIgnoreCase);
        settings["Data__Path"] = DataPath;
        if (Workers > 0 && !settings.ContainsKey(DirectSecret))
            settings[DirectSecret] = RandomNumberGenerator.GetHexString(32);
        foreach (var (name, value) in Logging)
            settings.TryAdd(name, value);
        return settings;
    }
}
