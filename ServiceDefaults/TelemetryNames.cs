namespace ServiceDefaults;

/// <summary>
/// Lists the sources and meters that are exported. Each project of this product names its source and its meter after
/// itself; the others belong to the framework.
/// </summary>
internal static class TelemetryNames
{
    private static readonly string[] Projects =
    [
        "Jobs", "Extraction", "Geocoding", "Adapters.Kafka", "Adapters.Sqlite", "Gateway.Api", "Extractor.Worker",
    ];

    public static string[] Sources { get; } =
        [.. Projects, "Microsoft.AspNetCore", "System.Net.Http", "MongoDB.Driver"];

    public static string[] Meters { get; } =
    [
        .. Projects, "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.RateLimiting",
    ];
}
