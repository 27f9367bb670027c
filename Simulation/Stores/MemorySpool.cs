using System.Runtime.CompilerServices;
using Files.Preparation;
using Files.Spooling;
using Jobs.Stores;
using Jobs.Submissions;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>The spooled files, which every process reaches and none takes along when it dies.</summary>
/// <param name="mutant">The wrong turn that it takes.</param>
internal sealed class SpoolData(Mutant mutant = Mutant.None)
{
    /// <summary>Time after which another process may claim a file that its holder does not mark.</summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(30);

    private int claims;

    public Mutant Mutant => mutant;

    public Lock Gate { get; } = new();

    public Dictionary<SubmissionId, SpoolEntry> Files { get; } = [];

    public int NewClaim() => ++claims;
}

/// <summary>A file of the spool.</summary>
internal sealed class SpoolEntry
{
    public List<string> Lines { get; } = [];

    /// <summary>Null until the file is kept.</summary>
    public PreparedFile? File { get; set; }

    /// <summary>Number of batches that are stored as jobs.</summary>
    public int Marked { get; set; }

    public int Claim { get; set; }

    public DateTimeOffset ClaimedUntil { get; set; }
}

/// <summary>The spool in memory, as one process reaches it.</summary>
/// <param name="data">The files.</param>
/// <param name="clock">The clock of the spool.</param>
/// <param name="remote">The way to it; null for a caller without faults.</param>
internal sealed class MemorySpool(SpoolData data, TimeProvider clock, Remote? remote = null) : IBatchSpool
{
    public ValueTask<ISpoolWriter> CreateAsync(SubmissionId id, CancellationToken cancellationToken) => CallAsync(
        "create a spooled file",
        ISpoolWriter () =>
        {
            var claim = data.NewClaim();
            data.Files[id] = new SpoolEntry { Claim = claim, ClaimedUntil = clock.GetUtcNow() + SpoolData.ClaimLife };
            return new Writer(this, id, claim);
        },
        cancellationToken);

    public ValueTask<ISpooledFile?> ClaimAsync(
        IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken) => CallAsync(
        "claim a spooled file",
        ISpooledFile? () =>
        {
            var now = clock.GetUtcNow();
            var free = data.Files
                .Where(one => one.Value.File is not null && !except.Contains(one.Key))
                .Where(one => one.Value.Claim == 0 || one.Value.ClaimedUntil <= now)
                .OrderBy(one => one.Key.Value)
                .ToList();
            if (free.Count == 0)
                return null;
            var (id, entry) = free[0];
            entry.Claim = data.NewClaim();
            entry.ClaimedUntil = now + SpoolData.ClaimLife;
            return new Spooled(this, id, entry.Claim, entry.File!);
        },
        cancellationToken);

    public ValueTask<int> CountAsync(int limit, CancellationToken cancellationToken) => CallAsync(
        "count spooled files",
        () => Math.Min(limit, data.Files.Values.Count(entry => entry.File is not null)),
        cancellationToken);

    public ValueTask<int> RemoveAbandonedAsync(CancellationToken cancellationToken) => CallAsync(
        "remove abandoned files",
        () =>
        {
            var now = clock.GetUtcNow();
            var abandoned = data.Files.Where(one => one.Value.File is null && one.Value.ClaimedUntil <= now).ToList();
            abandoned.ForEach(one => data.Files.Remove(one.Key));
            return abandoned.Count;
        },
        cancellationToken);

    private ValueTask<T> CallAsync<T>(string what, Func<T> effect, CancellationToken cancellationToken)
    {
        return remote is null
            ? ValueTask.FromResult(Locked())
            : remote.CallAsync(what, () => ValueTask.FromResult(Locked()), cancellationToken);

        T Locked()
        {
            lock (data.Gate)
                return effect();
        }
    }

    /// <summary>Changes a file if the claim on it holds.</summary>
    private ValueTask<bool> ChangeAsync(
        string what, SubmissionId id, int claim, Action<SpoolEntry> change, CancellationToken cancellationToken) =>
        CallAsync(
            what,
            () =>
            {
                if (!data.Files.TryGetValue(id, out var entry) || entry.Claim != claim)
                    return false;
                entry.ClaimedUntil = clock.GetUtcNow() + SpoolData.ClaimLife;
                change(entry);
                return true;
            },
            cancellationToken);

    private async ValueTask LeaveAsync(SubmissionId id, int claim)
    {
        try
        {
            await ChangeAsync(
                "leave a spooled file",
                id,
                claim,
                entry =>
                {
                    entry.Claim = 0;
                    if (entry.File is null)
                        data.Files.Remove(id);
                },
                CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The claim ends a while later.
        }
    }

    private sealed class Writer(MemorySpool spool, SubmissionId id, int claim) : ISpoolWriter
    {
        public async ValueTask AddAsync(
            int batches, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            var split = BatchLine.Split(lines.Span);
            await ChangeAsync("spool", entry => entry.Lines.AddRange(split), cancellationToken);
        }

        public ValueTask KeepAsync(PreparedFile file, CancellationToken cancellationToken) => ChangeAsync(
            "keep a spooled file", entry => entry.File = spool.IsLost ? null : file, cancellationToken);

        public async ValueTask DeleteAsync(CancellationToken cancellationToken) => await spool.ChangeAsync(
            "delete a spooled file", id, claim, _ => spool.Remove(id), cancellationToken);

        public ValueTask DisposeAsync() => spool.LeaveAsync(id, claim);

        private async ValueTask ChangeAsync(
            string what, Action<SpoolEntry> change, CancellationToken cancellationToken)
        {
            if (!await spool.ChangeAsync(what, id, claim, change, cancellationToken))
                throw new StoreUnavailableException("The simulated spool removed the file.");
        }
    }

    private bool IsLost => data.Mutant is Mutant.LosesFiles;

    private int StartOf(SpoolEntry entry) =>
        data.Mutant is Mutant.SkipsPages ? entry.Marked + SpoolPage.MaxBatches : entry.Marked;

    private void Remove(SubmissionId id) => data.Files.Remove(id);

    private sealed class Spooled(MemorySpool spool, SubmissionId id, int claim, PreparedFile file) : ISpooledFile
    {
        public PreparedFile File => file;

        public async IAsyncEnumerable<SpoolPage> ReadAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var first = 0;
            var lines = new List<string>();
            await spool.ChangeAsync(
                "open a spooled file", id, claim, entry => (first, lines) = (spool.StartOf(entry), [.. entry.Lines]),
                cancellationToken);
            while (first < lines.Count)
            {
                var count = Math.Min(SpoolPage.MaxBatches, lines.Count - first);
                yield return new SpoolPage(first, lines.GetRange(first, count), first + count);
                first += count;
            }
        }

        public ValueTask<bool> MarkAsync(SpoolPage page, CancellationToken cancellationToken) => spool.ChangeAsync(
            "mark a page", id, claim, entry => entry.Marked = (int)page.Next, cancellationToken);

        public ValueTask<bool> DeleteAsync(CancellationToken cancellationToken) => spool.ChangeAsync(
            "delete a spooled file", id, claim, _ => spool.Remove(id), cancellationToken);

        public ValueTask DisposeAsync() => spool.LeaveAsync(id, claim);
    }
}
