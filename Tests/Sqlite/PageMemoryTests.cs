using Adapters.Sqlite;
using Jobs.DeadLetters;
using Jobs.Failures;
using Jobs.Stores;
using Tests.Support;

namespace Tests.Sqlite;

/// <summary>Memory of turns and pages follows their bounds, not the bytes stored.</summary>
public sealed class PageMemoryTests : IDisposable
{
    private const int Count = 60;
    private const int Bytes = 400_000;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly Connection connection;

    public PageMemoryTests()
    {
        database = SqliteDatabase.Open(folder.Path, new SqliteOptions { Durable = false });
        connection = Connection.Open(Path.Combine(folder.Path, "links.db"));
    }

    [Fact]
    public async Task A_turn_of_the_relay_does_not_read_payloads()
    {
        await AddBatchesAsync();

        var taken = Measured(1_000_000, () => SqliteTransitions.TakeForRelay(
            connection, new RelayTurn(Some.Noon.AddHours(1), Some.RedeliveryDelay, 500)));

        Assert.Equal(Count, taken.Count);
    }

    [Fact]
    public async Task A_page_with_payloads_ends_at_its_bytes()
    {
        await AddBatchesAsync();

        var page = Measured(20_000_000, () => JobReads.List(
            connection, new JobQuery { Limit = 1000, WithPayload = true, WithDetails = true }));

        Assert.NotNull(page.Next);
        Assert.InRange(page.Items.Count, 1, 10);
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

        // Reads run on the thread of the caller.
        var page = Measured(1_000_000, () => letters.ListAsync(1000, null, None).AsTask());

        Assert.Equal(Count, (await page).Items.Count);
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    private async Task AddBatchesAsync()
    {
        var submission = Some.Submission();
        var payload = new string('p', Bytes);
        await new SqliteJobStore(database).AddAsync(
            submission, [.. Some.Jobs(submission.Id, Count).Select(job => job with { Payload = payload })], None);
    }

    /// <summary>Checks what a call allocates on this thread.</summary>
    private static T Measured<T>(long most, Func<T> call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = call();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        return result;
    }
}
