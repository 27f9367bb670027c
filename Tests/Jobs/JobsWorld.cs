using System.Collections.Concurrent;
using System.Reflection;
using System.Threading.Channels;
using Adapters.Sqlite;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Jobs;

/// <summary>
/// Runs the job services over a real store, with a clock, a queue, and a handler controlled by the test.
/// </summary>
internal sealed class JobsWorld : IDisposable
{
    public static readonly JobKind Kind = new("link", "links.requested", JobWeight.Light);

    private readonly TempFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly IHost host;

    public JobsWorld(Func<JobContext, CancellationToken, Task<JobOutcome>>? handle = null)
    {
        database = SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
        Store = new SqliteJobStore(database);
        DeadLetters = new SqliteDeadLetterStore(database);
        Away = AwayProxy.Around(Store);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton((ISubmissionStore)(object)Away);
        builder.Services.AddSingleton((IJobReader)(object)Away);
        builder.Services.AddSingleton((IClaimStore)(object)Away);
        builder.Services.AddSingleton((IOutboxStore)(object)Away);
        builder.Services.AddSingleton((IWebhookStore)(object)Away);
        builder.Services.AddSingleton(DeadLetters);
        builder.Services.AddSingleton<IJobQueue>(Queue);
        builder.Services.AddSingleton<IJobEvents>(services => services.GetRequiredService<EventHub>());
        builder.Services.AddSingleton(Kind);
        builder.Services.AddSingleton<IJobHandler>(
            new ScriptedHandler(handle ?? ((_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Success()))));
        builder.AddJobs().AddJobRunner();
        host = builder.Build();
    }

    public ManualClock Clock { get; } = new();

    public FakeQueue Queue { get; } = new();

    public SqliteJobStore Store { get; }

    public IDeadLetterStore DeadLetters { get; }

    /// <summary>A proxy for the store that can be made unavailable.</summary>
    public AwayProxy Away { get; }

    public JobsOptions Options { get; } = new();

    /// <summary>Fails an attempt.</summary>
    public static Task<JobOutcome> Failing(FailureKind kind) =>
        Task.FromResult<JobOutcome>(new JobOutcome.Failed(new Failure(kind, "It did not work.")));

    /// <summary>Returns the events that have arrived.</summary>
    public static List<JobEvent> Drain(ChannelReader<JobEvent> reader)
    {
        var events = new List<JobEvent>();
        while (reader.TryRead(out var jobEvent))
            events.Add(jobEvent);
        return events;
    }

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public async Task<Job> AddJobAsync()
    {
        var submission = Some.Submission(at: Clock.GetUtcNow());
        var job = Some.Job(submission.Id, at: Clock.GetUtcNow());
        await Store.AddAsync(submission, [job], CancellationToken.None);
        return job;
    }

    public Task<RunResult> RunAsync(Job job, CancellationToken stopping = default) =>
        Get<JobRunner>().RunAsync(JobMessage.For(job), "test", stopping);

    /// <summary>Claims the job for a worker that dies, and lets the outbox relay take it when the lease ends.</summary>
    public async Task DieAsync(Job job)
    {
        var now = Clock.GetUtcNow();
        Assert.NotNull(await Store.ClaimAsync(job.Id, "doomed", now, now + Options.Lease, CancellationToken.None));
        Clock.Advance(Options.Lease);
        Assert.Single(await Store.TakeAllAsync(
            Clock.GetUtcNow(), Options.RepublishDelay, 10, CancellationToken.None));
    }

    public async Task<Job> ReadAsync(Job job) => (await Store.GetAsync(job.Id, CancellationToken.None))!;

    /// <summary>Advances the clock until the task ends, so that no test depends on when a timer is created.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, TimeSpan step)
    {
        await Eventually.TrueAsync(
            () =>
            {
                if (!task.IsCompleted)
                    Clock.Advance(step);
                return task.IsCompleted;
            },
            "the task ends as time goes on");
        return await task;
    }

    public void Dispose()
    {
        host.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    private sealed class ScriptedHandler(Func<JobContext, CancellationToken, Task<JobOutcome>> handle) : IJobHandler
    {
        public JobKind Kind => JobsWorld.Kind;

        public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken) =>
            handle(context, cancellationToken);
    }
}

/// <summary>Records published messages, and confirms them as the test decides.</summary>
internal sealed class FakeQueue : IJobQueue
{
    public ConcurrentQueue<JobMessage> Published { get; } = new();

    public Func<IReadOnlyList<JobMessage>, Task<IReadOnlyList<bool>>> Confirm { get; set; } =
        messages => Task.FromResult<IReadOnlyList<bool>>([.. messages.Select(_ => true)]);

    public Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            Published.Enqueue(message);
        return Confirm(messages);
    }
}

/// <summary>The roles of a job store that the services use.</summary>
public interface IAllRoles : ISubmissionStore, IJobReader, IClaimStore, IOutboxStore, IWebhookStore;

/// <summary>A job store that is unavailable for a number of calls.</summary>
public class AwayProxy : DispatchProxy
{
    private object inner = null!;
    private int callsToFail;

    /// <summary>Called before every call that reaches the store, with the name of the method.</summary>
    public Action<string>? Before { get; set; }

    internal static AwayProxy Around(object store)
    {
        var proxy = (AwayProxy)(object)Create<IAllRoles, AwayProxy>();
        proxy.inner = store;
        return proxy;
    }

    /// <summary>Fails every call while it is set.</summary>
    public bool IsAway { get; set; }

    /// <summary>The method whose next call takes effect and loses its answer.</summary>
    public string? LosesAnswerOf { get; set; }

    public void FailNext(int calls) => Volatile.Write(ref callsToFail, calls);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (IsAway || Interlocked.Decrement(ref callsToFail) >= 0)
            throw new StoreUnavailableException("The store is unavailable: wait.");
        Before?.Invoke(targetMethod!.Name);
        var answer = targetMethod!.Invoke(inner, args);
        if (LosesAnswerOf != targetMethod.Name)
            return answer;

        LosesAnswerOf = null;
        ((Task)answer!.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(answer, null)!).GetAwaiter().GetResult();
        throw new StoreUnavailableException("The answer is lost: ask again.");
    }
}
