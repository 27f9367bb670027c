using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Fleet;

/// <summary>The stand-in for YouTube: what it was asked, and the same question without any pipeline.</summary>
internal sealed class StandInClient(HttpClient client, Uri address)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public Uri Question(string id) =>
        new(address, $"oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{id}&format=json");

    /// <summary>Number of answers for each video.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AnsweredAsync(CancellationToken cancellationToken)
    {
        var report = await client.GetFromJsonAsync<JsonElement>(
            new Uri(address, "standin/requests"), cancellationToken);
        return report.GetProperty("videos").EnumerateObject()
            .ToDictionary(video => video.Name, video => video.Value.GetProperty("answered").GetInt32());
    }

    /// <summary>Requests that were answered at the same time, at most.</summary>
    public async Task<int> MostAtOnceAsync(CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<JsonElement>(new Uri(address, "standin/requests"), cancellationToken))
            .GetProperty("mostAtOnce").GetInt32();

    /// <summary>Requests of sources, with any outcome.</summary>
    public async Task<long> AskedAsync(CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<JsonElement>(new Uri(address, "standin/requests"), cancellationToken))
            .GetProperty("asked").GetInt64();

    /// <summary>Requests by the time at which they arrived.</summary>
    public async Task<RequestPace> PaceAsync(CancellationToken cancellationToken)
    {
        var pace = await client.GetFromJsonAsync<JsonElement>(new Uri(address, "standin/pace"), cancellationToken);
        return new RequestPace(
            TimeSpan.FromMilliseconds(pace.GetProperty("slotMilliseconds").GetInt32()),
            pace.GetProperty("requests").EnumerateObject().ToDictionary(
                slot => long.Parse(slot.Name, CultureInfo.InvariantCulture), slot => slot.Value.GetInt32()));
    }

    public async Task<bool> WasAskedAsync(string id, CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<JsonElement>(
            new Uri(address, $"standin/requests/{id}"), cancellationToken)).GetProperty("asked").GetInt32() > 0;

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var answer = await client.DeleteAsync(new Uri(address, "standin/requests"), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task UntilReadyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address, "standin/settings"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < limit)
            {
                // Not yet.
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
