using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Infrastructure;

public static partial class Adapters
{
    /// <summary>A store that takes longer than this to say that it is there is of no use to anyone.</summary>
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Whether the store answers: without it nothing can be accepted or run, whereas the queue may be away.</summary>
    public static IHostApplicationBuilder AddStoreHealth(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store", timeout: StoreTimeout);
        return builder;
    }

    private sealed class StoreCheck(IJobStore store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.PingAsync(cancellationToken);
                return HealthCheckResult.Healthy("The store answers.");
            }
            catch (StoreUnavailableException error)
            {
                return HealthCheckResult.Unhealthy(error.Message);
            }
        }
    }
}
