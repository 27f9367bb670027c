using System.IO.Compression;
using System.Net;
using System.Text;
using Bench.Fleet;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>
/// Compressed files that unpack to 200 times their size, at once: the memory of a gateway must follow the number of
/// concurrent reads, not that of senders.
/// </summary>
internal static class Uploads
{
    private const int Files = 5;
    private const int PackedBytes = 2_100_000;
    private const int Columns = 16_000;

    /// <summary>Characters of a row that do not compress, which keep the file below the ratio of bombs.</summary>
    private const int NoiseCharacters = 250;

    private const double WantedMegabytes = 300;

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Say($"Packing a csv of {Columns:N0} columns");
        var (file, unpacked) = Pack();
        await using var fleet = await RunningFleet.StartAsync(FleetPlan.OneProcess, cancellationToken);
        var idle = fleet.Usage()["gateway"].PeakMemory;
        session.Say($"Sending {Files} of them at once: {file.Length:N0} bytes each, {unpacked:N0} unpacked");
        var started = session.Clock.GetTimestamp();
        var statuses = await Task.WhenAll(
            Enumerable.Range(0, Files).Select(_ => SendAsync(fleet, file, cancellationToken)));
        var usage = fleet.Usage()["gateway"];
        session.Add(new Run
        {
            Group = "uploads",
            Name = $"{Files} compressed csv at once",
            Metrics =
            [
                new Metric("read", statuses.Count(status => status == HttpStatusCode.OK)),
                new Metric("after", session.Clock.GetElapsedTime(started).TotalSeconds, "s"),
                new Metric("unpacked", unpacked / 1e6, "MB each"),
                new Metric("peak memory before", idle / 1e6, "MB"),
                new Metric("peak memory", usage.PeakMemory / 1e6, "MB").AtMost(WantedMegabytes),
            ],
        });
    }

    private static async Task<HttpStatusCode> SendAsync(
        RunningFleet fleet, byte[] file, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = fleet.Api.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var response = await client.PostAsync(
            "files/preview?kind=links", new ByteArrayContent(file), cancellationToken);
        return response.StatusCode;
    }

    private static (byte[] File, long Unpacked) Pack()
    {
        var random = new Random(1);
        var cells = string.Concat(Enumerable.Repeat(",ab", Columns));
        using var packed = new MemoryStream();
        var unpacked = 0L;
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var header = true; packed.Length < PackedBytes; header = false)
            {
                var noise = random.GetString("0123456789abcdef", NoiseCharacters);
                var link = header ? "link" : "https://youtu.be/dQw4w9WgXcQ";
                var row = Encoding.UTF8.GetBytes($"{link},{noise}{cells}\n");
                gzip.Write(row);
                gzip.Flush();
                unpacked += row.Length;
            }
        }

        return (packed.ToArray(), unpacked);
    }
}
