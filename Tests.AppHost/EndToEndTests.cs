using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.AppHost;

/// <summary>
/// Tests the whole application with the stand-in for YouTube: Kafka and MongoDB in containers, on volumes of their own.
/// </summary>
public sealed class EndToEndTests
{
    private const string Link = "https://youtu.be/M4gD1WSo5mA";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(10);

    [ContainerFact]
    public async Task A_link_is_done_by_a_worker_over_Kafka()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var volumes = new Volumes();
        await using var application = await RunningApplication.StartAsync(volumes, timeout.Token);

        var submission = await application.SubmitAsync([Link], timeout.Token);

        Assert.Equal(1, await application.SucceededAsync(submission, total: 1, timeout.Token));
    }

    [ContainerFact]
    public async Task Nothing_is_lost_when_a_worker_is_killed()
    {
        const int Total = 200;
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var volumes = new Volumes();
        await using var application = await RunningApplication.StartAsync(volumes, timeout.Token);

        var submission = await application.SubmitAsync(
            [.. Enumerable.Range(0, Total).Select(number => $"stand{number:D6}")], timeout.Token);
        await application.KillOneWorkerAsync(timeout.Token);

        Assert.Equal(Total, await application.SucceededAsync(submission, Total, timeout.Token));
    }

    [ContainerFact]
    public async Task Data_is_there_after_a_restart()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var volumes = new Volumes();
        Uri submission;
        await using (var first = await RunningApplication.StartAsync(volumes, timeout.Token))
        {
            submission = await first.SubmitAsync([Link], timeout.Token);
            await first.SucceededAsync(submission, total: 1, timeout.Token);
        }

        await using var second = await RunningApplication.StartAsync(volumes, timeout.Token);

        Assert.Equal(1, await second.SucceededAsync(submission, total: 1, timeout.Token));
    }

    /// <summary>The application with the stand-in, started from its own program.</summary>
    private sealed class RunningApplication : IAsyncDisposable
    {
        private readonly IDistributedApplicationTestingBuilder builder;
        private readonly DistributedApplication app;
        private readonly HttpClient gateway;

        private RunningApplication(
            IDistributedApplicationTestingBuilder builder, DistributedApplication app, HttpClient gateway) =>
            (this.builder, this.app, this.gateway) = (builder, app, gateway);

        public static async Task<RunningApplication> StartAsync(Volumes volumes, CancellationToken cancellationToken)
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
                ["--stand-in", "true", "--AppHostSha", volumes.Name], cancellationToken);
            var app = await builder.BuildAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", cancellationToken);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("extractor", cancellationToken);
            return new RunningApplication(builder, app, app.CreateHttpClient("gateway", "http"));
        }

        public async Task<Uri> SubmitAsync(string[] links, CancellationToken cancellationToken)
        {
            var accepted = await gateway.PostAsJsonAsync("/links", new { links }, cancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            return accepted.Headers.Location!;
        }

        public async Task<int> SucceededAsync(Uri submission, int total, CancellationToken cancellationToken)
        {
            while (true)
            {
                var status = await gateway.GetFromJsonAsync<JsonElement>(submission, cancellationToken);
                var counts = status.GetProperty("counts");
                var succeeded = counts.GetProperty("succeeded").GetInt32();
                if (succeeded + counts.GetProperty("failed").GetInt32() >= total)
                    return succeeded;
                await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
            }
        }

        /// <summary>Kills one of the two workers, which gets no chance to finish or to say so.</summary>
        public async Task KillOneWorkerAsync(CancellationToken cancellationToken)
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(cancellationToken))
            {
                var id = change.Snapshot.Properties.FirstOrDefault(property =>
                    property.Name == "executable.pid")?.Value;
                if (change.Resource.Name != "extractor" || id is null)
                    continue;

                using var process = Process.GetProcessById(Convert.ToInt32(id, CultureInfo.InvariantCulture));
                process.Kill(entireProcessTree: true);
                return;
            }
        }

        public async ValueTask DisposeAsync()
        {
            gateway.Dispose();
            await app.DisposeAsync();
            await builder.DisposeAsync();
        }
    }
}
