using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Fleet;

/// <summary>Reads a worker's delivery counters.</summary>
internal static partial class WorkerClient
{
    /// <summary>Deliveries since its start that found their job done or claimed.</summary>
    public static Task<long> RedeliveriesAsync(HttpClient client, Uri worker, CancellationToken cancellationToken) =>
        CountAsync(client, worker, Again(), cancellationToken);

    /// <summary>Deliveries since its start.</summary>
    public static Task<long> DeliveriesAsync(HttpClient client, Uri worker, CancellationToken cancellationToken) =>
        CountAsync(client, worker, All(), cancellationToken);

    private static async Task<long> CountAsync(
        HttpClient client, Uri worker, Regex count, CancellationToken cancellationToken)
    {
        var health = await client.GetFromJsonAsync<JsonElement>(new Uri(worker, "health"), cancellationToken);
        return health.GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.TryGetProperty("description", out _))
            .Select(check => count.Match(check.Value.GetProperty("description").GetString()!))
            .Where(match => match.Success)
            .Sum(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>In the sentence of the check of assignments.</summary>
    [GeneratedRegex(@"delivered, (\d+) of them again")]
    private static partial Regex Again();

    [GeneratedRegex(@"(\d+) delivered, ")]
    private static partial Regex All();
}
