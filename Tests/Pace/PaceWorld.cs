using Adapters.Sqlite;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Outbox;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Extraction.Sources;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Pace;

/// <summary>
/// Runs a gateway and several workers over one store in virtual time, on one thread: the real relay, windows, runners,
/// chains, and budgets, with one source that answers at once and counts.
/// </summary>
internal sealed class PaceWorld : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    private readonly Pump pump = new();
    private readonly TempFolder folder = new();
    private readonly InlineDatabase database;
    private readonly IHost gateway;
    private readonly OutboxRelay relay;
    private readonly List<PaceWorker> workers = [];
    private readonly IAllRoles store;

    /// <param name="workerCount">Number of workers.</param>
    /// <param name="requestsPerMinute">The budget of the source.</param>
    /// <param name="options">Options of all processes.</param>
    /// <param name="isBatched">True for a source that answers for fifty videos with one request.</param>
    public PaceWorld(int workerCount, int requestsPerMinute, JobsOptions? options = null, bool isBatched = false)
    {
        Options = options ?? new JobsOptions();
        database = new InlineDatabase(folder.Path);
        DeadLetters = InlineProxy<IDeadLetterStore>.Around(new SqliteDeadLetterStore(database), Count);
        store = InlineProxy<IAllRoles>.Around(new SqliteJobStore(database), Count);
        var records = InlineProxy<IRecordStore>.Around(new SqliteRecordStore(database, Clock), Count);
        var hosts = new PaceHosts(this, store, records, workerCount);
        gateway = hosts.Create(null);
        relay = ActivatorUtilities.CreateInstance<OutboxRelay>(gateway.Services);
        for (var i = 0; i < workerCount; i++)
        {
            IVideoSource source = isBatched
                ? new BatchedSource(
                    PaceHosts.Source, Clock, requestsPerMinute, videos => Calls.Add((Clock.GetUtcNow(), videos)))
                : Single(requestsPerMinute);
            workers.Add(new PaceWorker(hosts.Create(source), Options));
        }
    }

    public ManualClock Clock { get; } = new();

    public JobsOptions Options { get; }

    public IDeadLetterStore DeadLetters { get; }

    /// <summary>Times and subjects of the questions to the source.</summary>
    public List<(DateTimeOffset At, string Id)> Asked { get; } = [];

    /// <summary>Number of videos of each call of a batched source.</summary>
    public List<(DateTimeOffset At, int Videos)> Calls { get; } = [];

    /// <summary>Times and keys of the webhooks.</summary>
    public List<(DateTimeOffset At, string Key)> Notified { get; } = [];

    /// <summary>The source's answer; null to find every video.</summary>
    public Func<VideoId, SourceAnswer<Video>?>? Answer { get; set; }

    /// <summary>The jobs whose results the store has.</summary>
    public HashSet<string> Stored { get; } = [];

    public int Claims { get; private set; }

    /// <summary>Number of calls that change the store.</summary>
    public int Writes { get; private set; }

    public int Published { get; private set; }

    public int MaxQueued { get; private set; }

    public int OpenJobs => pump.Run(() => store.CountAllAsync(CancellationToken.None).AsTask()).Open;

    public int DeadLetterCount => pump.Run(() => DeadLetters.CountAsync(CancellationToken.None).AsTask());

    /// <summary>Accepts links of one client.</summary>
    public void Accept(int links, string client, JobPriority priority, int first = 0) => Accept(
        AskingHandler.AskingKind, Enumerable.Range(first, links).Select(number => $"{number:00000000000}"), client,
        priority);

    /// <summary>Accepts the webhook of a submission.</summary>
    public void AcceptWebhook(string key) => Accept(WebhookJobs.Kind, [key], key, JobPriority.Normal);

    /// <summary>Lets time pass until a condition holds.</summary>
    /// <returns>The time that passed.</returns>
    public TimeSpan Run(Func<bool> until, TimeSpan atMost)
    {
        var start = Clock.GetUtcNow();
        var (relayAt, reportAt, renewAt) = (start, start, start);
        while (true)
        {
            var now = Clock.GetUtcNow();
            if (now - start >= atMost)
                return now - start;
            if (now >= reportAt)
            {
                Each(worker => worker.ReportAsync());
                reportAt += ReportInterval;
            }

            if (now >= renewAt)
            {
                Each(worker => worker.RenewAsync());
                renewAt += Options.LeaseRenewal;
            }

            if (now >= relayAt)
            {
                Relay();
                relayAt += Options.RelayInterval;
                if (until())
                    return now - start;
            }

            Settle();
            var next = new[] { relayAt, reportAt, renewAt, start + atMost }.Min();
            if (Clock.NextDueAt is { } due && due < next)
                next = due;
            pump.Run(() => Clock.Advance(next > now ? next - now : TimeSpan.Zero));
        }
    }

    public void Run(TimeSpan duration) => Run(() => false, duration);

    public void Dispose()
    {
        relay.Dispose();
        foreach (var worker in workers)
            worker.Dispose();
        gateway.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    private void Accept(JobKind kind, IEnumerable<string> keys, string client, JobPriority priority)
    {
        var submission = Some.Submission(at: Clock.GetUtcNow());
        var jobs = gateway.Services.GetRequiredService<JobFactory>();
        Job[] made =
        [
            .. keys.Select(key => jobs.Create(submission.Id, kind.Name, key, key) with
            {
                Client = client, Priority = priority,
            }),
        ];
        pump.Run(() => gateway.Services.GetRequiredService<JobSubmitter>().SubmitAsync(
            submission, made, CancellationToken.None));
        Settle();
    }

    private void Each(Func<PaceWorker, Task> work)
    {
        foreach (var worker in workers)
        {
            pump.Run(async () =>
            {
                await work(worker);
                return true;
            });
        }
    }

    private void Relay()
    {
        while (pump.Run(() => relay.TurnAsync(CancellationToken.None)) is (var taken, > 0)
            && taken == Options.RelayBatch)
        {
        }

        while (pump.Run(() => relay.ReleaseAsync(CancellationToken.None)) is (var released, > 0)
            && released == Options.RelayBatch)
        {
        }
    }

    /// <summary>Hands messages to workers with free places, until nothing moves without the clock.</summary>
    private void Settle()
    {
        for (var moved = true; moved;)
        {
            moved = false;
            pump.Run(() =>
            {
                foreach (var worker in workers)
                    moved |= worker.Start();
            });
        }
    }

    internal void Publish(IReadOnlyList<JobMessage> messages)
    {
        // As partitions do: one key always goes to the same worker.
        foreach (var message in messages)
        {
            var hash = (uint)message.Key.Aggregate(17, (sum, next) => unchecked(sum * 31 + next));
            workers[(int)(hash % workers.Count)].Queue.Enqueue(message);
        }

        Published += messages.Count;
        MaxQueued = Math.Max(MaxQueued, workers.Sum(worker => worker.Queue.Count));
    }

    private void Count(string method)
    {
        Claims += method == nameof(IClaimStore.ClaimAsync) ? 1 : 0;
        Writes += method is nameof(ISubmissionStore.AddAsync) or nameof(IClaimStore.ClaimAsync)
            or nameof(IClaimStore.CompleteAsync) or nameof(IClaimStore.RenewAsync) or nameof(IOutboxStore.DispatchAsync)
            or nameof(IOutboxStore.MarkQueuedAsync) or nameof(IRecordStore.ChangeAsync) ? 1 : 0;
    }

    private FakeSource Single(int requestsPerMinute) => new(PaceHosts.Source, Clock, requestsPerMinute)
    {
        Answer = (id, _) =>
        {
            Asked.Add((Clock.GetUtcNow(), id.Value));
            return Task.FromResult(Answer?.Invoke(id) ?? FakeSource.Of(id, PaceHosts.Source, Clock.GetUtcNow()));
        },
    };

}
