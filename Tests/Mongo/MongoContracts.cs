using Extraction.Artifacts;
using Extraction.Videos;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Tests.Contracts;

namespace Tests.Mongo;

/// <summary>One database, reached by two clients as two processes do.</summary>
internal sealed class TwoClients : TwoStores
{
    private MongoStores? first;
    private MongoStores? second;

    public override ValueTask<(JobStoreRoles First, JobStoreRoles Second)> OpenAsync()
    {
        first = new MongoStores();
        second = new MongoStores(name: first.Name);
        return ValueTask.FromResult((JobStoreRoles.Of(first.Jobs), JobStoreRoles.Of(second.Jobs)));
    }

    public override async ValueTask DisposeAsync()
    {
        if (second is not null)
            await second.DisposeAsync();
        if (first is not null)
            await first.DisposeAsync();
    }
}

[NeedsMongo]
public sealed class MongoJobStoreAdding() : JobStoreAddingContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreClaim() : JobStoreClaimContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreRelay() : JobStoreRelayContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreLease() : JobStoreLeaseContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreLanes() : JobStoreLanesContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreModel() : JobStoreModelContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreList() : JobStoreListContract(new TwoClients());

[NeedsMongo]
public sealed class MongoJobStoreWebhook() : JobStoreWebhookContract(new TwoClients());

[NeedsMongo]
public sealed class MongoDeadLetters : DeadLetterStoreContract
{
    private MongoStores? stores;

    protected override ValueTask<IDeadLetterStore> OpenAsync()
    {
        stores = new MongoStores();
        return ValueTask.FromResult<IDeadLetterStore>(stores.DeadLetters);
    }

    protected override ValueTask CloseAsync() => stores?.DisposeAsync() ?? default;
}

[NeedsMongo]
public sealed class MongoWorkers : WorkerStoreContract
{
    private MongoStores? first;
    private MongoStores? second;

    protected override ValueTask<(IWorkerStore First, IWorkerStore Second)> OpenAsync()
    {
        first = new MongoStores();
        second = new MongoStores(name: first.Name);
        return ValueTask.FromResult<(IWorkerStore, IWorkerStore)>((first.Workers, second.Workers));
    }

    protected override async ValueTask CloseAsync()
    {
        if (second is not null)
            await second.DisposeAsync();
        if (first is not null)
            await first.DisposeAsync();
    }
}

[NeedsMongo]
public sealed class MongoRecords : RecordStoreContract
{
    private MongoStores? first;
    private MongoStores? second;

    protected override ValueTask<(IRecordStore First, IRecordStore Second)> OpenAsync()
    {
        first = new MongoStores();
        second = new MongoStores(name: first.Name);
        return ValueTask.FromResult<(IRecordStore, IRecordStore)>((first.Records, second.Records));
    }

    protected override async ValueTask CloseAsync()
    {
        if (second is not null)
            await second.DisposeAsync();
        if (first is not null)
            await first.DisposeAsync();
    }
}

[NeedsMongo]
public sealed class MongoVideos : VideoStoreContract
{
    private MongoStores? stores;

    protected override ValueTask<IVideoStore> OpenAsync()
    {
        stores = new MongoStores();
        return ValueTask.FromResult<IVideoStore>(stores.Videos);
    }

    protected override ValueTask CloseAsync() => stores?.DisposeAsync() ?? default;
}

[NeedsMongo]
public sealed class MongoArtifacts : ArtifactStoreContract
{
    private MongoStores? stores;

    protected override ValueTask<IArtifactStore> OpenAsync()
    {
        stores = new MongoStores(Clock);
        return ValueTask.FromResult<IArtifactStore>(stores.Artifacts);
    }

    protected override ValueTask CloseAsync() => stores?.DisposeAsync() ?? default;
}
