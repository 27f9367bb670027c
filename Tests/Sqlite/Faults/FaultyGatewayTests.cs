using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Adapters.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Sqlite.Faults;

public sealed class FaultyGatewayTests
{
    private const int LinksEach = 3;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_gateway_on_a_failing_disk_stays_up_says_so_and_finishes_everything_it_accepted()
    {
        using var disk = new FaultyDisk(seed: 7);
        var accepted = new ConcurrentQueue<string>();
        await using (var app = await GatewayApp.StartAsync(
            null, $"Data:Path={disk.Path}", "Data:Durable=true", "Logging:LogLevel:Default=None"))
        {
            var life = app.Services.GetRequiredService<IHostApplicationLifetime>();
            using var stop = new CancellationTokenSource();
            var load = SubmitAsync(app, accepted, stop.Token);

            await AssertRecoversAsync(app, disk, accepted);
            disk.FailAtRandom(0.05);
            await Task.Delay(Phase);
            await AssertRecoversAsync(app, disk, accepted);
            foreach (var fail in new[] { disk.FailAlways, disk.BeFull })
            {
                fail();
                await Task.Delay(Phase);
                await Eventually.TrueAsync(
                    async () => await StoreHealthAsync(app) is { } store
                        && store.Contains(disk.Path, StringComparison.Ordinal),
                    "health names the file");
                await AssertRecoversAsync(app, disk, accepted);
            }

            await stop.CancelAsync();
            await load;
            foreach (var id in accepted)
            {
                var counts = (await app.UntilDoneAsync(id)).GetProperty("counts");
                Assert.Equal(LinksEach, counts.GetProperty("succeeded").GetInt32());
            }

            Assert.False(life.ApplicationStopping.IsCancellationRequested, "A fault ended the process.");
        }

        Assert.True(disk.Injected > 20, $"{disk.Injected} faults");
        using var after = SqliteDatabase.Open(disk.Path, new SqliteOptions());
        Assert.Null(await after.CheckAsync(default));
    }

    private static async Task AssertRecoversAsync(
        GatewayApp app, FaultyDisk disk, ConcurrentQueue<string> accepted)
    {
        disk.Recover();
        var before = accepted.Count;
        await Eventually.TrueAsync(async () => await StoreHealthAsync(app) is null, "the gateway is healthy");
        await Eventually.TrueAsync(() => accepted.Count > before, "the gateway accepts links");
    }

    /// <summary>Returns the sentence about the store; null if it is healthy.</summary>
    private static async Task<string?> StoreHealthAsync(GatewayApp app)
    {
        using var response = await app.Client.GetAsync("/health");
        var store = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty("store");
        return store.GetProperty("status").GetString() == "Healthy" ? null
            : store.TryGetProperty("description", out var sentence) ? sentence.GetString() ?? "" : "";
    }

    private static async Task SubmitAsync(GatewayApp app, ConcurrentQueue<string> accepted, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested && i < 5_000; i++)
        {
            var links = Enumerable.Range(0, LinksEach).Select(n => $"stand{i:00000}{n:0}").ToArray();
            var (response, body) = await app.PostLinksAsync(links);
            using (response)
            {
                Assert.True(
                    response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable,
                    $"{response.StatusCode}: {body}");
                if (response.StatusCode == HttpStatusCode.Accepted)
                    accepted.Enqueue(body.GetProperty("id").GetString()!);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }
}
