using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Fleet;
using Bench.Reports;
using Geocoding;
using Geocoding.Districts;

namespace Bench.Scenarios;

/// <summary>A file of coordinates through one process: sent, looked up, and read back as a workbook.</summary>
internal static class FileRuns
{
    private const double WantedRowsPerSecond = 30_000;
    private const double WantedMegabytes = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var boundaries = session.Options.Boundaries!;
        var rows = session.Options.Rows;
        var path = Path.GetTempFileName();
        try
        {
            session.Say($"Writing a csv of {rows:N0} rows");
            await WriteAsync(path, rows, boundaries, cancellationToken);
            await using var fleet = await RunningFleet.StartAsync(
                FleetPlan.OneProcess with { Boundaries = boundaries }, cancellationToken);
            session.Say("Sending it, and reading the workbook back");
            session.Add(await RunAsync(session, fleet, path, rows, cancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<Run> RunAsync(
        Session session, RunningFleet fleet, string path, int rows, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = fleet.Api.Address, Timeout = Timeout.InfiniteTimeSpan };
        fleet.ResetUsage();
        var started = session.Clock.GetTimestamp();
        await using var file = File.OpenRead(path);
        using var response = await client.PostAsync("files?kind=coordinates&x=x&y=y", new StreamContent(file),
            cancellationToken);
        response.EnsureSuccessStatusCode();
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id")
            .GetString()!;
        var accepted = session.Clock.GetElapsedTime(started);

        while (!await IsDoneAsync(client, id, cancellationToken))
            await Task.Delay(Pause, session.Clock, cancellationToken);
        var done = session.Clock.GetElapsedTime(started);

        await using var workbook = await client.GetStreamAsync(
            $"submissions/{id}/result?format=xlsx", cancellationToken);
        await workbook.CopyToAsync(Stream.Null, cancellationToken);
        var whole = session.Clock.GetElapsedTime(started);
        var usage = fleet.Usage()["gateway"];
        return new Run
        {
            Group = "files",
            Name = $"{rows:N0} rows, csv in, xlsx out",
            Metrics =
            [
                new Metric("accepted after", accepted.TotalSeconds, "s"),
                new Metric("looked up after", done.TotalSeconds, "s"),
                new Metric("read back after", whole.TotalSeconds, "s"),
                new Metric("rows a second", rows / whole.TotalSeconds).AtLeast(WantedRowsPerSecond),
                new Metric("processor", usage.Processor.TotalSeconds, "s"),
                new Metric("peak memory", usage.PeakMemory / 1e6, "MB").AtMost(WantedMegabytes),
            ],
        };
    }

    /// <summary>Rows as vehicles send them: who, when, where, how fast; some of them at sea.</summary>
    private static async Task WriteAsync(string path, int rows, string boundaries, CancellationToken cancellationToken)
    {
        var extent = DistrictMap.Load(new GeocodingOptions { Boundaries = [new BoundaryOptions { Path = boundaries }] },
            "").Extent;
        var random = new Random(1);
        await using var csv = new StreamWriter(path, append: false, Encoding.UTF8);
        await csv.WriteLineAsync("company,plate,vehicle,date,x,y,speed,time".AsMemory(), cancellationToken);
        for (var i = 0; i < rows; i++)
        {
            var (x, y) = (
                extent.MinX + random.NextDouble() * extent.Width, extent.MinY + random.NextDouble() * extent.Height);
            await csv.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"company{i % 50:00},울산12바{random.Next(10_000):0000},vehicle{random.Next(10_000):0000},20240402,{x:0.000000},{y:0.000000},{60 + random.Next(80)},22-APR-24 10:43:{i % 60:00}")
                .AsMemory(), cancellationToken);
        }
    }

    private static async Task<bool> IsDoneAsync(HttpClient client, string? id, CancellationToken cancellationToken)
    {
        var view = await client.GetFromJsonAsync<JsonElement>($"submissions/{id}?limit=1", cancellationToken);
        return view.GetProperty("done").GetBoolean();
    }
}
