using System.Diagnostics.Metrics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StandIn;
using StandIn.Requests;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Sources;

public sealed class ErrorMixTests
{
    private const int RequestsPerMinute = 60;

    [Fact]
    public async Task Under_errors_of_every_kind_each_video_arrives_in_the_end_within_the_budget()
    {
        await using var standIn = await StandInHost.StartAsync(new StandInSettings
        {
            Errors = new ErrorRates
            {
                TooManyRequests = 0.1,
                ServerError = 0.1,
                Reset = 0.1,
                Garbage = 0.1,
                SlowBody = 0.1,
            },
            SlowBody = TimeSpan.FromSeconds(2),
            RetryAfter = TimeSpan.FromSeconds(1),
        });
        using var sources = SourcesHost.At(
            standIn,
            ("Sources:YouTubeApi:RequestsPerMinute", $"{RequestsPerMinute}"),
            ("Sources:YouTubeApi:Timeout", "00:00:00.2"));
        var clock = new ManualClock();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>());
        var source = new Reclocked(sources[SourcesHost.YouTubeApi], new RequestBudget(RequestsPerMinute, clock));
        var chain = new SourceChain(
            [source], Options.Create(new SourcesOptions { Chain = source.Name }), telemetry, clock,
            NullLogger<SourceChain>.Instance);
        var start = clock.GetUtcNow();
        var waiting = new Queue<VideoId>(Enumerable.Range(0, 100).Select(n => VideoId.Parse($"standMix{n:000}")));
        var kinds = new HashSet<FailureKind>();

        while (waiting.TryDequeue(out var id))
        {
            var answer = await chain.GetAsync(id, _ => { }, CancellationToken.None);
            if (answer.TryGet(out _, out var why))
                continue;
            kinds.Add(why.Failure.Kind);
            waiting.Enqueue(id);
            clock.Advance(why.Failure.RetryAfter ?? TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal([FailureKind.Transient, FailureKind.RateLimited, FailureKind.SourceBroken], kinds.Order());
        Assert.InRange(
            standIn.Requests.AskedOn(SourceRoute.OEmbed),
            100,
            RequestsPerMinute + (clock.GetUtcNow() - start).TotalMinutes * RequestsPerMinute);
    }

    /// <summary>Gives a source a budget on the test's clock, so that minutes pass at once.</summary>
    private sealed class Reclocked(IVideoSource source, RequestBudget budget) : IVideoSource
    {
        public string Name => source.Name;

        public RequestBudget Budget => budget;

        public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
            source.ReadinessAsync(cancellationToken);

        public Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken) =>
            source.GetAsync(id, cancellationToken);
    }
}
