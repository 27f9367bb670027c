using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AppHost;

namespace Tests.AppHost;

/// <summary>
/// A test that needs something to run containers with; without it is skipped, and the reason says so.
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
    public async Task Links_are_accepted_by_the_gateway_and_taken_over_Kafka_by_a_worker()
    {
        using var bound = new CancellationTokenSource(WaitLimit);
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(bound.Token);
        await using var app = await builder.BuildAsync(bound.Token);
        await app.StartAsync(bound.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", bound.Token);
        using var client = app.CreateHttpClient("gateway", "http");

        var accepted = await client.PostAsJsonAsync(
            "/links", new { link = "https://youtu.be/dQw4w9WgXcQ" }, bound.Token);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        // Whether YouTube answers from here is not the question: that a worker has claimed the job is.
        while (!await ClaimedAsync(client, accepted.Headers.Location!, bound.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(250), bound.Token);
    }

    private static async Task<bool> ClaimedAsync(HttpClient client, Uri submission, CancellationToken cancellationToken)
    {
        var status = await client.GetFromJsonAsync<JsonElement>(submission, cancellationToken);
        var counts = status.GetProperty("counts");
        return counts.GetProperty("accepted").GetInt32() + counts.GetProperty("queued").GetInt32() == 0;
    }
}
