using Adapters.Sqlite;
using Extraction.Videos;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Sqlite;

/// <summary>One file, opened twice as two processes do.</summary>
internal sealed class TwoDatabases : TwoStores
{
    private readonly TempFolder folder = new();

    public TwoDatabases()
    {
        // These tests could not observe a flush.
        var options = new SqliteOptions { Durable = false };
        First = SqliteDatabase.Open(folder.Path, options);
        Second = SqliteDatabase.Open(folder.Path, options);
    }

    public SqliteDatabase First { get; }

    public SqliteDatabase Second { get; }

    public override ValueTask<(JobStoreRoles First, JobStoreRoles Second)> OpenAsync() => ValueTask.FromResult(
        (JobStoreRoles.Of(new SqliteJobStore(First)), JobStoreRoles.Of(new SqliteJobStore(Second))));

    public override ValueTask DisposeAsync()
    {
        First.Dispose();
        Second.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteJobStoreAdding() : JobStoreAddingContract(new TwoDatabases());

public sealed class SqliteJobStoreClaim() : JobStoreClaimContract(new TwoDatabases());

public sealed class SqliteJobStoreRelay() : JobStoreRelayContract(new TwoDatabases());

public sealed class SqliteJobStoreLease() : JobStoreLeaseContract(new TwoDatabases());

public sealed class SqliteJobStoreLanes() : JobStoreLanesContract(new TwoDatabases());

public sealed class SqliteJobStoreModel() : JobStoreModelContract(new TwoDatabases());

public sealed class SqliteJobStoreList() : JobStoreListContract(new TwoDatabases());

public sealed class SqliteJobStoreWebhook() : JobStoreWebhookContract(new TwoDatabases());

public sealed class SqliteDeadLetterStoreTests : DeadLetterStoreContract
{
    private readonly TwoDatabases databases = new();

    protected override ValueTask<IDeadLetterStore> OpenAsync() =>
        ValueTask.FromResult<IDeadLetterStore>(new SqliteDeadLetterStore(databases.First));

    protected override ValueTask CloseAsync() => databases.DisposeAsync();
}

public sealed class SqliteWorkerStoreTests : WorkerStoreContract
{
    private readonly TwoDatabases databases = new();

    protected override ValueTask<(IWorkerStore First, IWorkerStore Second)> OpenAsync() =>
        ValueTask.FromResult<(IWorkerStore, IWorkerStore)>(
            (new SqliteWorkerStore(databases.First), new SqliteWorkerStore(databases.Second)));

    protected override ValueTask CloseAsync() => databases.DisposeAsync();
}

public sealed class SqliteRecordStoreTests : RecordStoreContract
{
    private readonly TwoDatabases databases = new();

    protected override ValueTask<(IRecordStore First, IRecordStore Second)> OpenAsync() =>
        ValueTask.FromResult<(IRecordStore, IRecordStore)>((
            new SqliteRecordStore(databases.First, TimeProvider.System),
            new SqliteRecordStore(databases.Second, TimeProvider.System)));

    protected override ValueTask CloseAsync() => databases.DisposeAsync();
}

public sealed class SqliteVideoStoreTests : VideoStoreContract
{
    private readonly TwoDatabases databases = new();

    protected override ValueTask<IVideoStore> OpenAsync() =>
        ValueTask.FromResult<IVideoStore>(new SqliteVideoStore(databases.First));

    protected override ValueTask CloseAsync() => databases.DisposeAsync();
}
