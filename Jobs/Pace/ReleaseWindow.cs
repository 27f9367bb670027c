using System.Runtime.ExceptionServices;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Logging;

namespace Jobs.Pace;

/// <summary>
/// Knows how many jobs of each kind may be released to the queue. Counts what it releases, and renews its counts from
/// the store about once a second, in the background: only the first caller waits for a reading. Thread-safe.
/// </summary>
public sealed partial class ReleaseWindow(
    WindowReader reader, TimeProvider clock, StoreClock storeClock, ILogger<ReleaseWindow> logger,
    IStoredResults? results = null) : IDisposable
{
    /// <summary>Jobs released beyond the budgets, so that an urgent one need not wait for the relay.</summary>
    internal const int UrgentRoom = 8;

    /// <summary>
    /// Bound of the results that are looked up within the life of a reading when jobs would have to wait.
    /// </summary>
    internal const int MaxLookups = 2_000;

    /// <summary>Age at which a reading is renewed.</summary>
    private static readonly TimeSpan ReadingLife = TimeSpan.FromSeconds(1);

    /// <summary>Age at which a reading no longer serves while its renewal takes long or fails.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(10);

    /// <summary>Maximum duration of a reading.</summary>
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly WaitingLanes lanes = new();
    private readonly List<JobLane> addedWhileReading = [];
    private readonly HashSet<JobLane> emptiedWhileReading = [];
    private readonly Dictionary<string, int> takenWhileReading = new(StringComparer.Ordinal);
    private Dictionary<string, int> rooms = new(StringComparer.Ordinal);
    private int lookups;
    private Task<ExceptionDispatchInfo?>? reading;
    private long readAt;
    private long triedAt;

    /// <summary>
    /// Releases jobs while their windows have room and nobody waits before them, and those that need no source; the
    /// rest waits.
    /// </summary>
    /// <returns>The jobs in the same order; those that wait have <see cref="Job.WaitsSince"/>.</returns>
    public async ValueTask<IReadOnlyList<Job>> PlaceAsync(
        IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        await ReadyAsync(LongestLife, cancellationToken);
        bool[]? waits = null;
        var waiting = 0;
        lock (gate)
        {
            for (var i = 0; i < jobs.Count; i++)
            {
                if (TryTake(jobs[i].Lane))
                    continue;
                (waits ??= new bool[jobs.Count])[i] = true;
                waiting++;
            }
        }

        if (waits is null)
            return jobs;
        var stored = await FindStoredAsync(jobs.Where((_, i) => waits[i]), waiting, cancellationToken);
        var now = storeClock.Now;
        return
        [
            .. jobs.Select((job, i) => waits[i] && !stored.Contains(job.Id)
                ? job with { NextRelayAt = null, WaitsSince = now }
                : job),
        ];
    }

    /// <summary>Waits until the window was read within the last second.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => ReadyAsync(ReadingLife, cancellationToken);

    /// <summary>Returns the room of each kind.</summary>
    internal IReadOnlyDictionary<string, int> Rooms()
    {
        lock (gate)
            return new Dictionary<string, int>(rooms, StringComparer.Ordinal);
    }

    /// <summary>
    /// Returns false when no kind with waiting jobs has room. True does not mean that jobs wait: with very many lanes,
    /// not all are known.
    /// </summary>
    internal bool MayRelease()
    {
        lock (gate)
            return lanes.IsFull || lanes.Kinds.Any(kind => rooms.GetValueOrDefault(kind) > 0);
    }

    /// <summary>Counts jobs that were released; those that need no source take no room from the others.</summary>
    internal async ValueTask TookAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var stored = await StoredAsync(jobs, cancellationToken);
        lock (gate)
        {
            foreach (var (kind, count) in jobs.Where(job => !stored.Contains(job.Id)).CountBy(job => job.Kind))
                Count(kind, count);
        }
    }

    /// <summary>Notes that no job waits in a lane any more, so that new ones need not wait for the relay.</summary>
    internal void Emptied(JobLane lane)
    {
        lock (gate)
        {
            lanes.Remove(lane);
            if (reading is not null)
                emptiedWhileReading.Add(lane);
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private ValueTask<IReadOnlySet<JobId>> StoredAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        results?.FindAsync(jobs, cancellationToken) ?? new(new HashSet<JobId>());

    private bool TryTake(JobLane lane)
    {
        var isUrgent = lane.Priority is JobPriority.Interactive;
        if (!lanes.MustWait(lane) && rooms.GetValueOrDefault(lane.Kind) > (isUrgent ? -UrgentRoom : 0))
        {
            Count(lane.Kind, 1);
            return true;
        }

        lanes.Add(lane);
        if (reading is not null && addedWhileReading.Count < WindowReader.MaxLanes)
        {
            addedWhileReading.Add(lane);
            emptiedWhileReading.Remove(lane);
        }

        return false;
    }

    private void Count(string kind, int released)
    {
        rooms[kind] = rooms.GetValueOrDefault(kind) - released;
        if (reading is not null)
            takenWhileReading[kind] = takenWhileReading.GetValueOrDefault(kind) + released;
    }

    /// <summary>Returns the jobs that need no source, because the store has their results.</summary>
    private ValueTask<IReadOnlySet<JobId>> FindStoredAsync(
        IEnumerable<Job> waiting, int count, CancellationToken cancellationToken)
    {
        int most;
        lock (gate)
        {
            most = Math.Min(count, MaxLookups - lookups);
            lookups += most;
        }

        return most == 0 ? new(new HashSet<JobId>()) : StoredAsync([.. waiting.Take(most)], cancellationToken);
    }

    /// <summary>
    /// Starts to read unless that was done lately, and waits for it only if the latest reading is older.
    /// </summary>
    private ValueTask ReadyAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        Task<ExceptionDispatchInfo?> current;
        lock (gate)
        {
            if (readAt != 0 && clock.GetElapsedTime(readAt) is var age && age < oldest)
            {
                if (age >= ReadingLife && reading is null && clock.GetElapsedTime(triedAt) >= ReadingLife)
                    Begin();
                return default;
            }

            if (reading is null)
                Begin();
            current = reading!;
        }

        return WaitAsync(current, cancellationToken);

        static async ValueTask WaitAsync(Task<ExceptionDispatchInfo?> read, CancellationToken cancellationToken) =>
            (await read.WaitAsync(cancellationToken))?.Throw();
    }

    private void Begin()
    {
        triedAt = clock.GetTimestamp();
        addedWhileReading.Clear();
        emptiedWhileReading.Clear();
        takenWhileReading.Clear();

        // The reading belongs to no request: not to its trace, and not to its cancellation.
        using (ExecutionContext.SuppressFlow())
            reading = ReadAsync();
    }

    private async Task<ExceptionDispatchInfo?> ReadAsync()
    {
        // Some stores read on the thread of the caller, who need not wait.
        await Task.Yield();
        try
        {
            using var limit = new CancellationTokenSource(ReadingLimit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
            Keep(await reader.ReadAsync(either.Token));
            return null;
        }
#pragma warning disable CA1031 // Nobody may wait for the reading; those who do get the failure.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!stopping.IsCancellationRequested)
                Log.ReadingFailed(logger, error.Message);
            return ExceptionDispatchInfo.Capture(error is OperationCanceledException
                ? new StoreUnavailableException("The store did not answer in time: try again in a few seconds.", error)
                : error);
        }
        finally
        {
            lock (gate)
                reading = null;
        }
    }

    private void Keep(WindowReading read)
    {
        lock (gate)
        {
            rooms = new Dictionary<string, int>(read.Rooms, StringComparer.Ordinal);
            foreach (var (kind, taken) in takenWhileReading)
                rooms[kind] = rooms.GetValueOrDefault(kind) - taken;
            lanes.Clear();
            foreach (var lane in read.Lanes.Concat(addedWhileReading))
            {
                if (!emptiedWhileReading.Contains(lane))
                    lanes.Add(lane);
            }

            lookups = 0;
            readAt = clock.GetTimestamp() is var now and not 0 ? now : 1;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information,
            "The release window keeps the counts of its latest reading: {Reason}")]
        public static partial void ReadingFailed(ILogger logger, string reason);
    }
}
