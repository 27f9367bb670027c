namespace ServiceDefaults;

/// <summary>
/// Whose traces and metrics are exported. Each project of this product names its source and its meter as itself, so the
/// list is the list of projects that have one; the rest is the framework's.
/// </summary>
internal static class TelemetryNames
{
    private static readonly string[] Projects = ["Jobs", "Extraction", "Geocoding", "Adapters.Kafka", "Adapters.Sqlite", "Gateway.Api", "Extractor.Worker"];

    public static string[] Sources { get; } =
        [.. Projects, "Microsoft.AspNetCore", "System.Net.Http", "MongoDB.Driver"];

    public static string[] Meters { get; } =
    [
        .. Projects, "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.RateLimiting",
    ];
}
