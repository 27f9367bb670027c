using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// A submission sent as a table by a gateway that does nothing else: its memory must not follow the number of rows.
/// </summary>
internal static class Exports
{
    private static readonly int[] Sizes = [1_000, 10_000, 50_000, 200_000];
    private static readonly string[] Formats = ["json", "csv", "xlsx"];
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        foreach (var rows in Sizes)
            session.Add(await RunAsync(session, rows, cancellationToken));
    }

    private static async Task<Run> RunAsync(Session session, int rows, CancellationToken cancellationToken)
    {
        session.Say($"{rows:N0} rows: fetching their videos");
        await using var fleet = await RunningFleet.StartAsync(FleetPlan.OneProcess, cancellationToken);
        using var client = new HttpClient { BaseAddress = fleet.Api.Address, Timeout = Timeout.InfiniteTimeSpan };
        var links = new ByteArrayContent(
            Encoding.UTF8.GetBytes($"link\n{string.Join('\n', Links.Ids(session.TakeLinks(rows), rows))}\n"));
        using var response = await client.PostAsync("files?kind=links", links, cancellationToken);
        response.EnsureSuccessStatusCode();
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id")
            .GetString();
        if (!await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken))
            throw new InvalidOperationException(
                $"{rows:N0} links were not done within {WaitLimit.TotalMinutes:0} minutes.");

        var metrics = new List<Metric>();
        foreach (var format in Formats)
        {
            session.Say($"{rows:N0} rows: sending them as {format}");
            metrics.AddRange(await SendAsync(
                session, fleet, client, $"submissions/{id}/export?format={format}", format, cancellationToken));
        }

        return new Run { Group = "a submission as a table", Name = $"{rows:N0} rows", Metrics = metrics };
    }

    /// <summary>By a process that has just started, so that its peak is this table's.</summary>
    private static async Task<IEnumerable<Metric>> SendAsync(
        Session session, RunningFleet fleet, HttpClient client, string address, string format,
        CancellationToken cancellationToken)
    {
        await fleet.Gateway.KillAsync();
        await fleet.StartGatewayAsync(cancellationToken);
        var before = fleet.Usage()["gateway"].PeakMemory;
        var started = session.Clock.GetTimestamp();
        await using var table = await client.GetStreamAsync(address, cancellationToken);
        await table.CopyToAsync(Stream.Null, cancellationToken);
        var taken = session.Clock.GetElapsedTime(started);
        return
        [
            new Metric($"{format}: took", taken.TotalSeconds, "s"),
            new Metric($"{format}: peak memory before", before / 1e6, "MB"),
            new Metric($"{format}: peak memory", fleet.Usage()["gateway"].PeakMemory / 1e6, "MB"),
        ];
    }
}
