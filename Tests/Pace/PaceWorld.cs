using System.Collections.Concurrent;
using Adapters.Sqlite;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Outbox;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tests.Extraction.Sources;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Pace;

/// <summary>
/// Runs a gateway and several workers over one store in virtual time: the real relay, windows, runners, chains, and
/// budgets, with one source that answers at once and counts.
/// </summary>
internal sealed class PaceWorld : IDisposable
{
    private const string Source = "youtube-api";

    private readonly TempFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly IHost gateway;
    private readonly OutboxRelay relay;
    private readonly List<Worker> workers = [];
    private readonly ConcurrentQueue<JobMessage> queue = new();
    private int claims;

    public PaceWorld(int workerCount, int requestsPerMinute, JobsOptions? options = null)
    {
        Options = options ?? new JobsOptions();
        database = SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
        Store = new SqliteJobStore(database);
        DeadLetters = new SqliteDeadLetterStore(database);
        var roles = AwayProxy.Around(Store);
        roles.Before = method => claims += method == nameof(IClaimStore.ClaimAsync) ? 1 : 0;
        gateway = Host(roles, null);
        relay = ActivatorUtilities.CreateInstance<OutboxRelay>(gateway.Services);
        for (var i = 0; i < workerCount; i++)
        {
            var source = new FakeSource(Source, Clock, requestsPerMinute);
            source.Answer = (id, _) => AnswerAsync(id);
            workers.Add(new Worker(Host(roles, source)));
        }
    }

    public ManualClock Clock { get; } = new();

    public JobsOptions Options { get; }

    public SqliteJobStore Store { get; }

    public SqliteDeadLetterStore DeadLetters { get; }

    /// <summary>Times and subjects of the questions to the source.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string Id)> Asked { get; } = new();

    /// <summary>The source's answer; null to find every video.</summary>
    public Func<VideoId, SourceAnswer<Video>?>? Answer { get; set; }

    public int Claims => claims;

    public int Published { get; private set; }

    public int MaxQueued { get; private set; }

    /// <summary>Accepts links of one client.</summary>
    public async Task<IReadOnlyList<Job>> AcceptAsync(int links, string client, JobPriority priority, int first = 0)
    {
        var submission = Some.Submission(at: Clock.GetUtcNow());
        var jobs = gateway.Services.GetRequiredService<JobFactory>();
        Job[] made =
        [
            .. Enumerable.Range(first, links).Select(number => jobs.Create(
                submission.Id, JobsWorld.Kind.Name, $"{number:00000000000}", "{}") with
            {
                Client = client, Priority = priority,
            }),
        ];
        await gateway.Services.GetRequiredService<JobSubmitter>().SubmitAsync(
            submission, made, CancellationToken.None);
        return made;
    }

    /// <summary>Lets time pass until a condition holds.</summary>
    /// <returns>The time that passed.</returns>
    public async Task<TimeSpan> RunAsync(Func<Task<bool>> until, TimeSpan atMost, TimeSpan? step = null)
    {
        var start = Clock.GetUtcNow();
        var turn = step ?? TimeSpan.FromMilliseconds(250);
        var relayAt = start;
        var reportAt = start;
        var renewAt = start;
        while (Clock.GetUtcNow() - start < atMost)
        {
            if (Clock.GetUtcNow() >= reportAt)
            {
                foreach (var worker in workers)
                    await worker.Chain.ReportAsync(CancellationToken.None);
                reportAt += TimeSpan.FromSeconds(5);
            }

            if (Clock.GetUtcNow() >= renewAt)
            {
                foreach (var worker in workers)
                    await worker.Leases.RenewAsync(CancellationToken.None);
                renewAt += Options.LeaseRenewal;
            }

            if (Clock.GetUtcNow() >= relayAt)
            {
                await RelayAsync();
                relayAt += Options.RelayInterval;
                if (await until())
                    return Clock.GetUtcNow() - start;
            }

            await SettleAsync();
            Clock.Advance(turn);
            await SettleAsync();
        }

        return Clock.GetUtcNow() - start;
    }

    public async Task<int> OpenJobsAsync() => (await Store.CountAllAsync(CancellationToken.None)).Open;

    public void Dispose()
    {
        relay.Dispose();
        foreach (var worker in workers)
            worker.Host.Dispose();
        gateway.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    private async Task RelayAsync()
    {
        while (await relay.TurnAsync(CancellationToken.None) is (var taken, > 0) && taken == Options.RelayBatch)
        {
        }

        while (await relay.ReleaseAsync(CancellationToken.None) is (var released, > 0)
            && released == Options.RelayBatch)
        {
        }
    }

    /// <summary>Hands messages to workers with free places, and waits until nothing moves without the clock.</summary>
    private async Task SettleAsync()
    {
        for (var turn = 0; ; turn++)
        {
            var moved = false;
            var waiting = 0;
            foreach (var worker in workers)
            {
                moved |= worker.InFlight.RemoveAll(task => task.IsCompleted) > 0;
                while (worker.InFlight.Count < Options.MaxInFlight && queue.TryDequeue(out var message))
                {
                    worker.InFlight.Add(worker.Runner.RunAsync(message, "test", CancellationToken.None));
                    moved = true;
                }

                // A job that waits for a request has two timers, its patience and the limit of its attempt, and its
                // portion has one until it asks again.
                var jobs = worker.InFlight.Count(task => !task.IsCompleted);
                waiting += jobs * 2 + Math.Min(jobs, 1);
            }

            if (!moved && Clock.Waiting >= waiting && workers.TrueForAll(worker =>
                worker.InFlight.TrueForAll(task => !task.IsCompleted)))
            {
                return;
            }

            Assert.True(turn < 20_000, "The jobs in flight neither end nor wait.");
            if (turn % 10 == 9)
                await Task.Delay(1);
            else
                await Task.Yield();
        }
    }

    private Task<SourceAnswer<Video>> AnswerAsync(VideoId id)
    {
        Asked.Enqueue((Clock.GetUtcNow(), id.Value));
        return Task.FromResult(Answer?.Invoke(id) ?? FakeSource.Of(id, Source, Clock.GetUtcNow()));
    }

    private IHost Host(AwayProxy roles, FakeSource? source)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton((ISubmissionStore)(object)roles);
        builder.Services.AddSingleton((IJobReader)(object)roles);
        builder.Services.AddSingleton((IClaimStore)(object)roles);
        builder.Services.AddSingleton((IOutboxStore)(object)roles);
        builder.Services.AddSingleton((IWebhookStore)(object)roles);
        builder.Services.AddSingleton<IDeadLetterStore>(DeadLetters);
        builder.Services.AddSingleton<IRecordStore>(new SqliteRecordStore(database, Clock));
        builder.Services.AddSingleton<IJobQueue>(new WorldQueue(this));
        builder.Services.AddSingleton<IJobEvents>(services => services.GetRequiredService<EventHub>());
        builder.Services.AddSingleton(JobsWorld.Kind with { AsksSources = true });
        if (source is not null)
        {
            builder.Services.AddSingleton<IVideoSource>(source);
            builder.Services.AddSingleton<IOptions<SourcesOptions>>(
                Microsoft.Extensions.Options.Options.Create(new SourcesOptions { Chain = Source }));
            builder.Services.AddSingleton<ExtractionTelemetry>();
            builder.Services.AddSingleton<SourceChain>();
            builder.Services.AddSingleton<IJobHandler, AskingHandler>();
        }

        builder.AddJobs().AddJobRunner();
        builder.Services.AddSingleton<IOptions<JobsOptions>>(Microsoft.Extensions.Options.Options.Create(Options));
        return builder.Build();
    }

    private sealed class Worker(IHost host)
    {
        public IHost Host => host;

        public List<Task> InFlight { get; } = [];

        public LeaseKeeper Leases { get; } = host.Services.GetRequiredService<LeaseKeeper>();

        public JobRunner Runner { get; } = host.Services.GetRequiredService<JobRunner>();

        public SourceChain Chain { get; } = host.Services.GetRequiredService<SourceChain>();
    }

    private sealed class WorldQueue(PaceWorld world) : IJobQueue
    {
        public Task<IReadOnlyList<bool>> PublishAsync(
            IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
        {
            foreach (var message in messages)
                world.queue.Enqueue(message);
            world.Published += messages.Count;
            world.MaxQueued = Math.Max(world.MaxQueued, world.queue.Count);
            return Task.FromResult<IReadOnlyList<bool>>([.. messages.Select(_ => true)]);
        }
    }

    private sealed class AskingHandler(SourceChain chain) : IJobHandler
    {
        public JobKind Kind => JobsWorld.Kind;

        public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
        {
            var id = VideoId.Parse(context.Job.Key);
            var answer = await chain.GetAsync(id, context.AddStage, cancellationToken, context.Job.Priority);
            return answer.TryGet(out _, out var why)
                ? new JobOutcome.Success()
                : new JobOutcome.Failed(why.Failure);
        }
    }
}
