using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Fleet;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Pages over large jobs, and over many jobs: the memory of one gateway must follow the page, not what is stored.
/// </summary>
internal static class Memory
{
    /// <summary>Bytes of a row, so that a batch of 100 rows has 400 kB.</summary>
    private const int RowBytes = 4_000;

    private const int LargeRows = 20_000;
    private const int Links = 100_000;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(15);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using (var fleet = await RunningFleet.StartAsync(FleetPlan.OneProcess, cancellationToken))
        {
            session.Say($"Sending a file with {LargeRows / 100} batches of 400 kB");
            var id = await SendAsync(session, fleet, LargeRows, new string('x', RowBytes), cancellationToken);
            session.Add(await ReadAsync(
                session, fleet, "a page of batches", "jobs?kind=link-rows&limit=1000", cancellationToken));
            session.Add(await ReadAsync(
                session, fleet, "a submission of batches", $"submissions/{id}?limit=1000", cancellationToken));
        }

        await using (var fleet = await RunningFleet.StartAsync(FleetPlan.OneProcess, cancellationToken))
        {
            session.Say($"Fetching the videos of {Links:N0} links");
            var id = await SendAsync(session, fleet, Links, "", cancellationToken);
            session.Add(await ReadAsync(
                session, fleet, $"a submission of {Links:N0} links", $"submissions/{id}?limit=1", cancellationToken));
        }
    }

    private static async Task<string> SendAsync(
        Session session, RunningFleet fleet, int rows, string note, CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var csv = new StreamWriter(path, append: false, Encoding.UTF8))
            {
                await csv.WriteLineAsync("link,note".AsMemory(), cancellationToken);
                foreach (var link in Loads.Links.Ids(session.TakeLinks(rows), rows))
                    await csv.WriteLineAsync($"{link},{note}".AsMemory(), cancellationToken);
            }

            using var client = new HttpClient { BaseAddress = fleet.Api.Address, Timeout = Timeout.InfiniteTimeSpan };
            await using var file = File.OpenRead(path);
            using var response = await client.PostAsync(
                "files?kind=links", new StreamContent(file), cancellationToken);
            response.EnsureSuccessStatusCode();
            var id = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id")
                .GetString()!;
            if (!await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken))
                throw new InvalidOperationException($"The file was not done in {WaitLimit.TotalMinutes:0} minutes.");
            return id;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>By a process that has just started, so that its peak is this page's.</summary>
    private static async Task<Run> ReadAsync(
        Session session, RunningFleet fleet, string name, string address, CancellationToken cancellationToken)
    {
        await fleet.Gateway.KillAsync();
        await fleet.StartGatewayAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = fleet.Api.Address, Timeout = Timeout.InfiniteTimeSpan };
        await client.GetStringAsync("submissions?limit=1", cancellationToken);
        var before = fleet.Usage()["gateway"].PeakMemory;
        var started = session.Clock.GetTimestamp();
        await using (var page = await client.GetStreamAsync(address, cancellationToken))
            await page.CopyToAsync(Stream.Null, cancellationToken);
        var first = session.Clock.GetElapsedTime(started);
        var peak = fleet.Usage()["gateway"].PeakMemory;
        started = session.Clock.GetTimestamp();
        await client.GetByteArrayAsync(address, cancellationToken);
        return new Run
        {
            Group = "pages",
            Name = name,
            Metrics =
            [
                new Metric("first read", first.TotalSeconds, "s"),
                new Metric("next read", session.Clock.GetElapsedTime(started).TotalSeconds, "s"),
                new Metric("peak memory before", before / 1e6, "MB"),
                new Metric("peak memory", peak / 1e6, "MB"),
            ],
        };
    }
}
