using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Stores;

public static class JobStoreRegistration
{
    /// <summary>Registers a store as one singleton under each of its roles.</summary>
    public static IServiceCollection AddJobStore<TStore>(this IServiceCollection services)
        where TStore : class, ISubmissionStore, IJobReader, IClaimStore, IOutboxStore, IWebhookStore, IStoreHealth =>
        services
            .AddSingleton<TStore>()
            .AddSingleton<ISubmissionStore>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton<IJobReader>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton<IClaimStore>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton<IOutboxStore>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton<IWebhookStore>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<TStore>());
}
