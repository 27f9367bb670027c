using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Audits;

namespace Bench.Fleet;

/// <summary>Reads the jobs and documents of a gateway.</summary>
internal sealed class GatewayClient(HttpClient client, Uri address)
{
    private const int PageSize = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public Uri Address => address;

    public async Task<JobTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var status = await client.GetFromJsonAsync<JsonElement>(new Uri(address, "status"), cancellationToken);
        var counts = status.GetProperty("counts");
        int Count(string state) => counts.GetProperty(state).GetInt32();
        return new JobTotals(
            Count("total"), Count("accepted") + Count("queued") + Count("running") + Count("retrying"),
            Count("succeeded"));
    }

    /// <summary>Waits until no job is open.</summary>
    /// <returns>Whether that came within the limit.</returns>
    public async Task<bool> UntilDoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < limit;)
        {
            try
            {
                if ((await TotalsAsync(cancellationToken)).Open == 0)
                    return true;
            }
            catch (HttpRequestException)
            {
                // It was killed and is being started again.
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return false;
    }

    public async Task<IReadOnlyList<JobRecord>> JobsAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<JobRecord>();
        await foreach (var item in ListAsync("jobs", cancellationToken))
        {
            jobs.Add(new JobRecord(
                item.GetProperty("key").GetString()!,
                item.GetProperty("state").GetString()!,
                item.GetProperty("attempt").GetInt32(),
                item.GetProperty("acceptedAt").GetDateTimeOffset(),
                Moment(item, "startedAt"),
                Moment(item, "finishedAt")));
        }

        return jobs;
    }

    /// <summary>The ids of the documents, as often as each is listed.</summary>
    public async Task<IReadOnlyList<string>> DocumentsAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var item in ListAsync("videos", cancellationToken))
            ids.Add(item.GetProperty("id").GetString()!);
        return ids;
    }

    private async IAsyncEnumerable<JsonElement> ListAsync(
        string what, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var query = $"{what}?limit={PageSize}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";
            var page = await client.GetFromJsonAsync<JsonElement>(new Uri(address, query), cancellationToken);
            foreach (var item in page.GetProperty("items").EnumerateArray())
                yield return item;
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
    }

    private static DateTimeOffset? Moment(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetDateTimeOffset()
            : null;
}

/// <param name="Total">All jobs.</param>
/// <param name="Open">Those that have not ended.</param>
/// <param name="Succeeded">Those that got what they were for.</param>
internal readonly record struct JobTotals(int Total, int Open, int Succeeded);
