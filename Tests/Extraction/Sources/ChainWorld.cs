using System.Diagnostics.Metrics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.Pace;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Extraction.Sources;

/// <summary>Builds chains of fake sources on a clock that the test sets, and asks them for one video.</summary>
internal sealed class ChainWorld : IDisposable
{
    public const string First = "youtube-explode";
    public const string Second = "yt-dlp";
    public const string Third = "youtube-api";

    public static readonly VideoId Id = VideoId.Parse("M4gD1WSo5mA");

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ChainWorld()
    {
        Primary = new FakeSource(First, Clock);
        Fallback = new FakeSource(Second, Clock);
    }

    public ManualClock Clock { get; } = new();

    /// <summary>Difference between the clock of the store and the one of this process.</summary>
    public TimeSpan StoreIsAheadBy { get; init; }

    public FakeSource Primary { get; }

    public FakeSource Fallback { get; }

    /// <summary>The stages that the chains reported.</summary>
    public List<Stage> Stages { get; } = [];

    public static Video Found(SourceAnswer<Video> answer) =>
        Assert.IsType<SourceAnswer<Video>.Found>(answer).Value;

    public static SourceFailure Failed(SourceAnswer<Video> answer) =>
        Assert.IsType<SourceAnswer<Video>.Failed>(answer).Why;

    public Task<SourceAnswer<Video>> AskAsync(SourceChain chain) =>
        chain.GetAsync(Id, Stages.Add, CancellationToken.None);

    public SourceChain Chain(params FakeSource[] sources) => new(
        sources,
        Options.Create(new SourcesOptions { Chain = Names(sources) }),
        Telemetry(),
        Clock,
        NullLogger<SourceChain>.Instance);

    /// <summary>Builds a chain whose budget is shared with other workers.</summary>
    public SourceChain SharedChain(FakeSource source) => new(
        [source],
        Options.Create(new SourcesOptions { Chain = source.Name }),
        Telemetry(),
        Clock,
        NullLogger<SourceChain>.Instance,
        new SharedBudgets(new MemoryRecords(() => Clock.GetUtcNow() + StoreIsAheadBy)),
        new WorkerName("worker"));

    public void Dispose() => services.Dispose();

    /// <summary>A source that is not ready is tested alone in a chain whose other sources are missing.</summary>
    private static string Names(FakeSource[] sources) => sources is [{ Readiness.IsReady: false }]
        ? string.Join(',', First, Second, Third)
        : string.Join(',', sources.Select(source => source.Name));

    private ExtractionTelemetry Telemetry() => new(services.GetRequiredService<IMeterFactory>());

    /// <summary>Keeps records for one process.</summary>
    private sealed class MemoryRecords(Func<DateTimeOffset> clock) : IRecordStore
    {
        private readonly Dictionary<string, string> records = new(StringComparer.Ordinal);

        public ValueTask<T> ChangeAsync<T>(
            string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
            CancellationToken cancellationToken)
        {
            lock (records)
            {
                var (record, answer) = change(records.GetValueOrDefault(name), clock());
                if (record is null)
                    records.Remove(name);
                else
                    records[name] = record;
                return ValueTask.FromResult(answer);
            }
        }

        public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
            string prefix, CancellationToken cancellationToken)
        {
            lock (records)
            {
                return ValueTask.FromResult<(IReadOnlyDictionary<string, string>, DateTimeOffset)>((
                    records.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(),
                    clock()));
            }
        }
    }
}
