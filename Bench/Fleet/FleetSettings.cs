using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bench.Fleet;

/// <summary>The configuration of each program of a fleet.</summary>
internal sealed class FleetSettings(FleetPlan plan, string folder, Uri standIn, string? brokers)
{
    /// <summary>As many as the longest scale run starts, so that the gateway knows where each will be.</summary>
    public const int MaxWorkers = 8;

    /// <summary>Addresses are chosen before anything starts, so that all can start at once.</summary>
    public Uri[] Workers { get; } = [.. Enumerable.Range(0, MaxWorkers).Select(_ => FreeAddress())];

    public Uri Gateway { get; } = FreeAddress();

    public static Dictionary<string, string> StandIn(FleetPlan plan, Uri address)
    {
        var settings = new Dictionary<string, string>
        {
            ["StandIn:Port"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["StandIn:Latency"] = plan.Source.Latency.ToString("c"),
            ["StandIn:Spread"] = plan.Source.Spread.ToString("c"),
            ["StandIn:Errors:ServerError"] = plan.Source.ErrorRate.ToString(CultureInfo.InvariantCulture),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (plan.Source.StreamBytes is { } bytes)
        {
            settings["StandIn:SyntheticMediaBytes"] = bytes.ToString(CultureInfo.InvariantCulture);

            // Bytes that nobody plays: making media of them would take the processor from what is measured.
            settings["StandIn:Ffmpeg"] = "no-such-program";
        }

        if (plan.Source.ProxyPort is { } proxy)
            settings["StandIn:ProxyPort"] = proxy.ToString(CultureInfo.InvariantCulture);
        if (plan.Source.BytesPerSecond is { } speed)
            settings["StandIn:Media:BytesPerSecond"] = speed.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    public Dictionary<string, string> ForGateway(int workers)
    {
        var settings = Common(Gateway);
        if (brokers is not null && workers > 0)
            settings["Services:Extractor"] = string.Join(',', Workers.Take(workers));
        return settings;
    }

    public Dictionary<string, string> ForWorker(int number) => Common(Workers[number]);

    /// <summary>
    /// The setting of the milliseconds that the broker holds an empty answer to the consumers of a topic.
    /// </summary>
    public static string FetchWaitOf(string topic) => $"Kafka:Topics:{topic}:fetch.wait.max.ms";

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    private Dictionary<string, string> Common(Uri address)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
            ["Data:Path"] = folder,
            ["Direct:Secret"] = "the secret of one fleet",
            ["Jobs:MaxInFlight"] = plan.InFlight.ToString(CultureInfo.InvariantCulture),

            // One request of the source a job, as the direct call that it is compared with.
            ["Sources:Chain"] = "youtube-api",
            ["Sources:YouTubeApi:BaseAddress"] = standIn.ToString(),
            ["Sources:YouTubeApi:OEmbedBaseAddress"] = standIn.ToString(),

            // The budget spares the real site.
            ["Sources:YouTubeApi:RequestsPerMinute"] = "1000000",
            ["Media:BaseAddress"] = standIn.ToString(),
        };
        if (plan.Boundaries is { } boundaries)
            settings["Geocoding:Boundaries:0:Path"] = boundaries;
        if (brokers is not null)
        {
            settings["ConnectionStrings:kafka"] = brokers;

            // A real broker ends an empty wait when a message arrives; this one does not, and each empty answer costs
            // both sides: short for topics of links and events, longer for others.
            settings["Kafka:FetchWait"] = "00:00:00.010";
            settings[FetchWaitOf("links.requested")] = "2";
            settings[FetchWaitOf("jobs.events")] = "2";
        }

        foreach (var (name, value) in plan.Settings)
            settings[name] = value;
        return settings;
    }
}
