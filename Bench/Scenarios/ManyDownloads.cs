using System.Net.Http.Json;
using System.Text.Json;
using Bench.Fleet;
using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Many downloads at once, and what the process that makes them holds in memory.</summary>
internal static class ManyDownloads
{
    public const int Count = 200;
    public const int Bytes = 5_000_000;

    /// <summary>Slow enough that the first is not done before the last begins.</summary>
    private const int BytesPerSecond = 250_000;

    private const double WantedMegabytes = 200;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For a shell: says of any video that it has one stream, as yt-dlp does, and costs no half second of processor
    /// time.
    /// </summary>
    public const string Source = """
        for last in "$@"; do :; done
        case "$last" in --version) echo 2026.01.01; exit;; esac
        id=${last##*v=}
        echo "{\"id\":\"$id\",\"title\":\"$id\",\"duration\":20,\"formats\":[{\"format_id\":\"140\",\"ext\":\"m4a\",\"vcodec\":\"none\",\"acodec\":\"mp4a.40.2\",\"tbr\":128,\"filesize\":5000000,\"protocol\":\"https\",\"url\":\"https://x.googlevideo.com/videoplayback?id=$id&itag=140\"}]}"

        """;

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(
                "\"downloads\" needs a shell for its source: run it on Linux or macOS.");

        var folder = Directory.CreateTempSubdirectory("bench-source-");
        try
        {
            var program = Path.Combine(folder.FullName, "source");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\n{Source}", cancellationToken);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            session.Add(await RunAsync(
                session, "one process", "gateway", PlanWith(program, FleetPlan.OneProcess), cancellationToken));
            session.Add(await RunAsync(
                session,
                "a worker behind Kafka",
                "worker 1",
                PlanWith(program, new FleetPlan { Workers = 1 }),
                cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FleetPlan PlanWith(string program, FleetPlan plan) => plan with
    {
        Source = new SourcePlan { StreamBytes = Bytes, BytesPerSecond = BytesPerSecond },
        Settings = new Dictionary<string, string>
        {
            ["Sources:Chain"] = "yt-dlp",
            ["Sources:YtDlp:Program"] = program,
            ["Sources:YtDlp:RequestsPerMinute"] = "100000",
            ["Sources:YtDlp:MaxProcesses"] = "8",
            ["Sources:YtDlp:QueueTimeout"] = "00:01:00",
            ["Jobs:MaxDownloads"] = $"{Count}",
        },
    };

    private static async Task<Run> RunAsync(
        Session session, string name, string process, FleetPlan plan, CancellationToken cancellationToken)
    {
        session.Say($"{Count} downloads of {Bytes:N0} bytes, {name}");
        await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
        using var client = new HttpClient { BaseAddress = fleet.Api.Address };
        var started = session.Clock.GetTimestamp();
        var atRest = fleet.Usage()[process].Memory;
        using var response = await client.PostAsJsonAsync(
            "links", new { links = Links.Ids(session.TakeLinks(Count), Count), audio = "original" }, cancellationToken);
        response.EnsureSuccessStatusCode();
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id")
            .GetString();
        await fleet.Api.UntilDoneAsync(WaitLimit, cancellationToken);
        var taken = session.Clock.GetElapsedTime(started);

        var done = await client.GetFromJsonAsync<JsonElement>($"submissions/{id}?limit=1", cancellationToken);
        return new Run
        {
            Group = $"{Count} downloads of {Bytes / 1e6:0} MB at once",
            Name = name,
            Metrics =
            [
                new Metric("done", done.GetProperty("counts").GetProperty("succeeded").GetInt32()).Exactly(Count),
                new Metric("requests at once at most", await fleet.StandIn.MostAtOnceAsync(cancellationToken)),
                new Metric("took", taken.TotalSeconds, "s"),
                new Metric("memory before", atRest / 1e6, "MB"),
                new Metric("peak memory", fleet.Usage()[process].PeakMemory / 1e6, "MB").AtMost(WantedMegabytes),
            ],
        };
    }
}
