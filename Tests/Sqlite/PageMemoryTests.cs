using Adapters.Sqlite;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Sqlite;

/// <summary>Memory of turns and pages follows their bounds, not the bytes stored.</summary>
[Collection("processes")]
public sealed class PageMemoryTests : IDisposable
{
    private const int Count = 60;
    private const int Bytes = 400_000;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteJobStore store;

    public PageMemoryTests()
    {
        database = SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
        store = new SqliteJobStore(database);
    }

    [Fact]
    public async Task A_turn_of_the_relay_does_not_read_payloads()
    {
        await AddBatchesAsync();

        var (taken, allocated) = await MeasureAsync(
            () => store.TakeForRelayAsync(Some.Noon.AddHours(1), Some.RedeliveryDelay, 500, None));

        Assert.Equal(Count, taken.Count);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public async Task A_page_with_payloads_ends_at_its_bytes()
    {
        await AddBatchesAsync();

        var (page, allocated) = await MeasureAsync(
            () => store.ListAsync(new JobQuery { Limit = 1000, WithPayload = true, WithDetails = true }, None));

        Assert.NotNull(page.Next);
        Assert.InRange(page.Items.Count, 1, 10);
        Assert.InRange(allocated, 0, 5 * 4 * 1024 * 1024);
    }

    [Fact]
    public async Task A_page_of_dead_letters_does_not_read_their_messages()
    {
        var letters = new SqliteDeadLetterStore(database);
        for (var i = 0; i < Count; i++)
        {
            await letters.AddAsync(
                new DeadLetter
                {
                    Id = Guid.CreateVersion7(Some.Noon.AddSeconds(i)), At = Some.Noon, Attempts = 1, Origin = "a[0]@1",
                    Failure = new Failure(FailureKind.Invalid, "The message is not JSON."), Raw = new byte[Bytes],
                },
                None);
        }

        var (page, allocated) = await MeasureAsync(() => letters.ListAsync(1000, null, None));

        Assert.Equal(Count, page.Items.Count);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    private async Task AddBatchesAsync()
    {
        var submission = Some.Submission();
        var payload = new string('p', Bytes);
        await store.AddAsync(
            submission, [.. Some.Jobs(submission.Id, Count).Select(job => job with { Payload = payload })], None);
    }

    /// <summary>Returns what a call allocates, by all threads: nothing else runs in this collection.</summary>
    private static async Task<(T Result, long Allocated)> MeasureAsync<T>(Func<ValueTask<T>> call)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var result = await call();
        return (result, GC.GetTotalAllocatedBytes(precise: true) - before);
    }
}
