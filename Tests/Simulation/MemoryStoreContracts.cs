using Files.Spooling;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Simulation.Stores;
using Tests.Contracts;

namespace Tests.Simulation;

/// <summary>The simulated store, opened twice: it means what the real stores mean.</summary>
internal sealed class TwoMemories : TwoStores
{
    private readonly StoreData data = new(TimeProvider.System);

    public override ValueTask<(JobStoreRoles First, JobStoreRoles Second)> OpenAsync() =>
        ValueTask.FromResult((Roles(), Roles()));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private JobStoreRoles Roles()
    {
        var store = new MemoryJobStore(data);
        return new JobStoreRoles(store, new MemoryJobReader(data), store, store, store, store);
    }
}

public sealed class MemoryJobStoreAdding() : JobStoreAddingContract(new TwoMemories());

public sealed class MemoryJobStoreClaim() : JobStoreClaimContract(new TwoMemories());

public sealed class MemoryJobStoreRelay() : JobStoreRelayContract(new TwoMemories());

public sealed class MemoryJobStoreLease() : JobStoreLeaseContract(new TwoMemories());

public sealed class MemoryJobStoreLanes() : JobStoreLanesContract(new TwoMemories());

public sealed class MemoryJobStoreModel() : JobStoreModelContract(new TwoMemories());

public sealed class MemoryJobStoreList() : JobStoreListContract(new TwoMemories());

public sealed class MemoryJobStoreWebhook() : JobStoreWebhookContract(new TwoMemories());

public sealed class MemoryDeadLetterTests : DeadLetterStoreContract
{
    protected override ValueTask<IDeadLetterStore> OpenAsync() =>
        ValueTask.FromResult<IDeadLetterStore>(new MemoryDeadLetters(new StoreData(TimeProvider.System)));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class MemoryRecordTests : RecordStoreContract
{
    private readonly StoreData data = new(TimeProvider.System);

    protected override ValueTask<(IRecordStore First, IRecordStore Second)> OpenAsync() =>
        ValueTask.FromResult<(IRecordStore, IRecordStore)>((new MemoryRecords(data), new MemoryRecords(data)));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class MemoryWorkerTests : WorkerStoreContract
{
    private readonly StoreData data = new(TimeProvider.System);

    protected override ValueTask<(IWorkerStore First, IWorkerStore Second)> OpenAsync() =>
        ValueTask.FromResult<(IWorkerStore, IWorkerStore)>((new MemoryRecords(data), new MemoryRecords(data)));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class MemorySpoolTests : BatchSpoolContract
{
    private readonly SpoolData data = new();

    protected override ValueTask<(IBatchSpool First, IBatchSpool Second)> OpenAsync() =>
        ValueTask.FromResult<(IBatchSpool, IBatchSpool)>((
            new MemorySpool(data, TimeProvider.System), new MemorySpool(data, TimeProvider.System)));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
