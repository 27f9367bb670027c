using Gateway.Api.Jobs;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Pace;
using Jobs.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Simulation.Faults;
using Simulation.Judging;
using Simulation.Processes;
using Simulation.Scheduling;
using Simulation.Stores;

namespace Simulation.Work;

/// <summary>
/// A client outside of the product: it reaches any gateway that is up, and repeats what got no answer.
/// </summary>
internal sealed class Client(
    World world, Weather weather, Journal journal, Ledger ledger, StoreData data, Func<SimulatedProcess?> gateway)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly ProcessContext context = new(world, "client");
    private readonly SeededRandom random = new(7);

    /// <summary>Operations that have not ended.</summary>
    public int Busy { get; private set; }

    public void Begin(Operation operation)
    {
        Busy++;
        world.After(operation.At, () => context.Run(async () =>
        {
            try
            {
                await RunAsync(operation);
            }
            finally
            {
                Busy--;
            }
        }));
    }

    /// <summary>The dead letters that a gateway lists after the faults; null before it has answered.</summary>
    public IReadOnlyList<DeadLetter>? Listed { get; private set; }

    /// <summary>Lists the dead letters, as an operator does.</summary>
    public void ListDeadLetters()
    {
        Busy++;
        context.Run(async () =>
        {
            while ((Listed = await TryAsync(ListOnceAsync)) is null)
                await PauseAsync(TimeSpan.FromSeconds(1));
            Busy--;
        });
    }

    private static async Task<IReadOnlyList<DeadLetter>?> ListOnceAsync(IServiceProvider services)
    {
        var reader = services.GetRequiredService<DeadLetterReader>();
        var listed = new List<DeadLetter>();
        Guid? after = null;
        do
        {
            var page = await reader.ListAsync(limit: 20, after, CancellationToken.None);
            listed.AddRange(page.Items);
            after = page.Next is { } next ? Guid.Parse(next) : null;
        }
        while (after is not null);
        return listed;
    }

    private Task RunAsync(Operation operation) => operation switch
    {
        SubmitOperation submit => SubmitAsync(submit),
        FileOperation file => SubmitAsync(file),
        JobOperation { Command: JobCommand.Pause or JobCommand.Resume } pause => PauseAsync(pause),
        JobOperation command => CommandAsync(command),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private async Task SubmitAsync(SubmitOperation operation)
    {
        while (true)
        {
            var stored = await TryAsync(services => SubmitOnceAsync(services, operation));
            if (stored is not null)
            {
                journal.Note("client", $"submission {operation.Number} was accepted as {stored.Id}");
                ledger.Accepted.TryAdd(stored.Id, operation);
                _ = WatchAsync(stored.Id);
                return;
            }

            // Without a key, a repeat could be accepted twice.
            if (operation.Key is null)
                return;
            await PauseAsync(TimeSpan.FromSeconds(1 + 4 * random.NextDouble()));
        }
    }

    /// <summary>Watches a submission for a while, as the stream of its events does.</summary>
    private Task<string?> WatchAsync(SubmissionId id) => TryAsync(async services =>
    {
        var events = services.GetRequiredService<EventHub>().Subscribe(id);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(5), services.GetRequiredService<TimeProvider>());
            return "";
        }
        finally
        {
            if (data.Mutant is not Mutant.KeepsSubscriptions)
                events.Dispose();
        }
    });

    private async Task SubmitAsync(FileOperation operation)
    {
        while (true)
        {
            var id = new SubmissionId(random.NewGuid(world.UtcNow));
            var stored = await TryAsync<Submission>(async services => await SimulatedFile.AcceptAsync(
                services, id, operation, world.UtcNow));
            if (stored is not null)
            {
                journal.Note("client", $"file {operation.Number} was accepted as {stored.Id}");
                ledger.AcceptedFiles.TryAdd(stored.Id, operation);
                return;
            }

            if (operation.Key is null)
                return;
            await PauseAsync(TimeSpan.FromSeconds(1 + 4 * random.NextDouble()));
        }
    }

    private async Task<Submission?> SubmitOnceAsync(IServiceProvider services, SubmitOperation operation)
    {
        var jobs = services.GetRequiredService<JobFactory>();
        var id = new SubmissionId(random.NewGuid(services.GetRequiredService<TimeProvider>().GetUtcNow()));
        var submission = new Submission
        {
            Id = id,
            AcceptedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            IdempotencyKey = operation.Key,
            Webhook = operation.Webhook,
        };
        return await services.GetRequiredService<JobSubmitter>().SubmitAsync(
            submission,
            [
                .. operation.Items.Select((item, i) =>
                    jobs.Create(id, item.Kind, operation.KeyOf(i), item.Script.Write()) with
                    {
                        Priority = operation.Priority, Client = operation.Client,
                    }),
            ],
            CancellationToken.None);
    }

    private async Task CommandAsync(JobOperation operation)
    {
        JobId[] candidates =
        [
            .. data.Jobs.Values
                .Where(job => operation.Command switch
                {
                    JobCommand.Cancel => !job.State.IsTerminal(),
                    JobCommand.Replay => data.DeadLetters.Values.Any(letter => letter.JobId == job.Id),
                    _ => job.State is JobState.Failed or JobState.Cancelled,
                })
                .Select(job => job.Id),
        ];
        if (candidates.Length == 0)
            return;
        var id = candidates[operation.Choice % candidates.Length];
        await TryAsync(async services =>
        {
            var jobs = services.GetRequiredService<JobService>();
            return operation.Command is JobCommand.Cancel
                ? await jobs.CancelAsync(id, CancellationToken.None)
                : await jobs.RetryAsync(id, CancellationToken.None);
        });
    }

    private Task<PauseSet?> PauseAsync(JobOperation operation) => TryAsync(services =>
        services.GetRequiredService<Pauses>().ChangeAsync(
            pauses => operation.Command is JobCommand.Pause
                ? pauses with { Kinds = [Kinds.All[operation.Choice % 2].Name] }
                : PauseSet.None,
            CancellationToken.None).AsTask());

    /// <summary>Calls a gateway.</summary>
    /// <returns>Null without an answer.</returns>
    private async Task<T?> TryAsync<T>(Func<IServiceProvider, Task<T>> call)
        where T : class?
    {
        if (gateway() is not { } process)
            return null;
        try
        {
            var answer = await process.CallAsync(call).WaitAsync(RequestTimeout, new ProcessClock(world, context));
            return weather.Strikes(FaultKind.ClientAnswerLost) ? null : answer;
        }
#pragma warning disable CA1031 // The client sees a problem or a broken connection, and goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            journal.Note("client", $"got no answer from {process.Name}: {error.Message}");
            return null;
        }
    }

    private Task PauseAsync(TimeSpan time) => Task.Delay(time, new ProcessClock(world, context));
}
