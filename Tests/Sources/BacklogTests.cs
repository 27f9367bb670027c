using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Jobs.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StandIn;
using StandIn.Requests;
using StandIn.Settings;

namespace Tests.Sources;

/// <summary>
/// Asks the Data API for more videos than its budget allows in a moment, as a worker does under a backlog.
/// </summary>
public sealed class BacklogTests
{
    private const int Videos = 1000;
    private const int InFlight = 64;
    private const int RequestsPerMinute = 60;
    private const int Parts = 60;

    [Fact]
    public async Task Under_a_backlog_the_calls_are_full()
    {
        await using var standIn = await StandInHost.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromMilliseconds(50) });
        var clock = new SkippingClock();
        using var sources = SourcesHost.At(
            standIn,
            clock,
            ("Sources:YouTubeApi:ApiKey", "stand-in"),
            ("Sources:YouTubeApi:RequestsPerMinute", $"{RequestsPerMinute}"));
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>());
        var source = sources[SourcesHost.YouTubeApi];
        UseUp(source.Budget, clock);
        var chain = new SourceChain(
            [source], Options.Create(new SourcesOptions { Chain = source.Name }), telemetry, clock,
            NullLogger<SourceChain>.Instance);
        var waiting = new ConcurrentQueue<VideoId>(
            Enumerable.Range(0, Videos).Select(n => VideoId.Parse($"standLo{n:0000}")));

        var putBack = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (waiting.TryDequeue(out var id))
            {
                var answer = await chain.GetAsync(id, _ => { }, CancellationToken.None);
                if (answer.TryGet(out var _, out var why))
                    continue;
                Assert.Equal(FailureKind.RateLimited, why.Failure.Kind);
                Interlocked.Increment(ref putBack);
                await Task.Delay(why.Failure.RetryAfter ?? TimeSpan.FromSeconds(1));
                waiting.Enqueue(id);
            }
        }));

        var calls = standIn.Requests.AskedOn(SourceRoute.DataApi);
        Assert.True((double)Videos / calls >= 45, $"{calls} calls for {Videos} videos, {putBack} put back.");
    }

    /// <summary>Uses the whole budget of the last minute evenly, so that it allows one call a second.</summary>
    private static void UseUp(RequestBudget budget, SkippingClock clock)
    {
        for (var part = 0; part < Parts; part++)
        {
            budget.Charge(RequestsPerMinute / Parts);
            clock.Skip(TimeSpan.FromMinutes(1) / Parts);
        }
    }

    /// <summary>The system's clock, from which a test skips a part.</summary>
    private sealed class SkippingClock : TimeProvider
    {
        private TimeSpan skipped;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skipped;

        public void Skip(TimeSpan time) => skipped += time;
    }
}
