using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Composition;

/// <summary>Checks that the store responds, and that the disk has room.</summary>
public static class StoreHealth
{
    /// <summary>Maximum wait for the store's response; a slower store counts as unavailable.</summary>
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds the health checks of the store, which accepting and running jobs require, and of the disk.
    /// </summary>
    public static IHostApplicationBuilder AddStoreHealth(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", timeout: StoreTimeout)
            .AddCheck<DiskHealth>("disk");
        return builder;
    }

    private sealed class StoreCheck(IStoreHealth store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.PingAsync(cancellationToken);
                return HealthCheckResult.Healthy("The store responds.");
            }
            catch (StoreUnavailableException error)
            {
                return HealthCheckResult.Unhealthy(error.Message);
            }
        }
    }
}
