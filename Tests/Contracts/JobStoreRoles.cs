using Jobs.Stores;

namespace Tests.Contracts;

/// <summary>A job store by its roles.</summary>
public sealed record JobStoreRoles(
    ISubmissionStore Submissions,
    IJobReader Reads,
    IClaimStore Claims,
    IOutboxStore Outbox,
    IWebhookStore Webhooks,
    IStoreHealth Health)
{
    public static JobStoreRoles Of<TStore>(TStore store)
        where TStore : ISubmissionStore, IJobReader, IClaimStore, IOutboxStore, IWebhookStore, IStoreHealth =>
        new(store, store, store, store, store, store);
}
