using Tests.Support;

namespace Tests.Gateway;

public sealed class StatusTests
{
    [Fact]
    public async Task A_gateway_without_workers_reports_itself_as_the_worker()
    {
        await using var app = await GatewayApp.StartAsync(
            new() { Latency = TimeSpan.FromMinutes(5) }, "Jobs:MaxInFlight=2", "Jobs:DrainTimeout=00:00:00.1");

        await app.SubmitAsync("stand000001", "stand000002", "stand000003", "stand000004", "stand000005");
        var status = await Eventually.ValueAsync(
            () => app.GetAsync("/status"), status => status.GetProperty("inFlight").GetInt32() == 2
                && status.GetProperty("lag").GetInt64() == 3,
            "two are in flight and three wait", TimeSpan.FromSeconds(60));

        var worker = Assert.Single(status.GetProperty("workers").GetProperty("items").EnumerateArray());
        Assert.Equal(1, status.GetProperty("workers").GetProperty("count").GetInt32());
        Assert.Equal((2, 2), (worker.GetProperty("inFlight").GetInt32(), worker.GetProperty("maxInFlight").GetInt32()));
        Assert.False(worker.TryGetProperty("partitions", out _));
    }
}
