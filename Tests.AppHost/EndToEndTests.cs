using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AppHost;

namespace Tests.AppHost;

/// <summary>
/// Marks a test that needs a container runtime; without one it is skipped with that reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute() => Skip = Missing.Value;

    private static Lazy<string?> Missing { get; } = new(() =>
        ContainerRuntime.WhyMissing(Environment.GetEnvironmentVariable(ContainerRuntime.Variable)) is null
            ? null
            : "Needs docker or podman, to start Kafka and MongoDB in containers.");
}

public sealed class EndToEndTests
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(10);

    [ContainerFact]
    public async Task Links_are_accepted_by_the_gateway_and_claimed_over_Kafka_by_a_worker()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            timeout.Token);
        await using var app = await builder.BuildAsync(timeout.Token);
        await app.StartAsync(timeout.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", timeout.Token);
        using var client = app.CreateHttpClient("gateway", "http");

        var accepted = await client.PostAsJsonAsync(
            "/links", new { links = new[] { "https://youtu.be/dQw4w9WgXcQ" } }, timeout.Token);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        // The test needs no response of YouTube, only a worker that has claimed the job.
        while (!await ClaimedAsync(client, accepted.Headers.Location!, timeout.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(250), timeout.Token);
    }

    private static async Task<bool> ClaimedAsync(HttpClient client, Uri submission, CancellationToken cancellationToken)
    {
        var status = await client.GetFromJsonAsync<JsonElement>(submission, cancellationToken);
        var counts = status.GetProperty("counts");
        return counts.GetProperty("accepted").GetInt32() + counts.GetProperty("queued").GetInt32() == 0;
    }
}
