using System.Collections.Concurrent;
using Adapters.Sqlite;
using Jobs.Stores;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Sqlite.Faults;

public sealed class FaultyDiskTests
{
    private const int JobsEach = 3;

    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_disk_that_fails_at_random_loses_nothing_that_was_acknowledged(int seed)
    {
        using var disk = new FaultyDisk(seed);
        var acknowledged = new ConcurrentBag<SubmissionId>();
        var refused = new ConcurrentBag<SubmissionId>();
        using (var database = Open(disk))
        {
            var store = new SqliteJobStore(database);
            disk.FailAtRandom(0.03);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                    (await TryAddAsync(store, out var id) ? acknowledged : refused).Add(id);
            })));
            disk.Recover();

            Assert.True(await TryAddAsync(store, out var last));
            acknowledged.Add(last);
            await store.PingAsync(None);
            await CheckAsync(store, acknowledged, refused);
        }

        Assert.True(disk.Injected > 20, $"{disk.Injected} faults");
        Assert.NotEmpty(refused);
        using var after = Open(disk);
        await CheckAsync(new SqliteJobStore(after), acknowledged, refused);
        Assert.Null(await after.CheckAsync(None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_without_room_or_gone_is_reported_by_health_until_it_is_back(bool isFull)
    {
        using var disk = new FaultyDisk();
        using var database = Open(disk);
        var store = new SqliteJobStore(database);
        await store.PingAsync(None);
        if (isFull)
            disk.BeFull();
        else
            disk.FailAlways();
        Assert.False(await TryAddAsync(store, out var id));

        // Nothing is written in between, and the disk can be read.
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PingAsync(None));
            Assert.Contains(isFull ? "is full" : "check its disk", error.Message, StringComparison.Ordinal);
        }

        disk.Recover();
        await Eventually.TrueAsync(() => IsHealthyAsync(store), "the store is healthy");
        Assert.Null(await store.GetSubmissionAsync(id, None));
        Assert.True(await TryAddAsync(store, out _));
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_reported_by_health_until_it_is_free()
    {
        using var disk = new FaultyDisk();
        using var database = Open(disk, busySeconds: 0.2);
        var store = new SqliteJobStore(database);
        using var holder = Connection.Open(database.File);
        holder.Execute("BEGIN EXCLUSIVE");
        var adds = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TryAddAsync(store, out var _)));
        Assert.DoesNotContain(true, adds);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PingAsync(None));

        Assert.Contains("is busy", error.Message, StringComparison.Ordinal);
        holder.Execute("COMMIT");
        await Eventually.TrueAsync(() => IsHealthyAsync(store), "the store is healthy");
        Assert.True(await TryAddAsync(store, out _));
    }

    private static async Task CheckAsync(
        SqliteJobStore store, ConcurrentBag<SubmissionId> acknowledged, ConcurrentBag<SubmissionId> refused)
    {
        foreach (var id in acknowledged)
            Assert.Equal(JobsEach, (await store.CountAsync(id, None)).Accepted);

        // The answer of a commit can be lost: then the submission is there, as a whole.
        var kept = 0;
        foreach (var id in refused)
        {
            var count = (await store.CountAsync(id, None)).Accepted;
            Assert.True(count is 0 or JobsEach, $"A part of a submission is stored: {count} jobs.");
            kept += count;
        }

        Assert.Equal(
            (acknowledged.Count * JobsEach) + kept, (await store.CountAllAsync(None)).Accepted);
    }

    private static Task<bool> TryAddAsync(SqliteJobStore store, out SubmissionId id)
    {
        var submission = Some.Submission();
        id = submission.Id;
        return AddAsync();

        async Task<bool> AddAsync()
        {
            try
            {
                await store.AddAsync(submission, Some.Jobs(submission.Id, JobsEach), None);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    private static async Task<bool> IsHealthyAsync(SqliteJobStore store)
    {
        try
        {
            await store.PingAsync(None);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static SqliteDatabase Open(FaultyDisk disk, double busySeconds = 5) => SqliteDatabase.Open(
        disk.Path, new SqliteOptions { BusyTimeout = TimeSpan.FromSeconds(busySeconds) });
}
