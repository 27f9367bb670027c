using Jobs.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Api.Health;

internal static class Readiness
{
    /// <summary>A store that takes longer than this to say that it is there is of no use to a request.</summary>
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Without the store nothing can be accepted; the queue may be away, for the store holds what waits for it.</summary>
    public static IHostApplicationBuilder AddReadiness(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store", timeout: StoreTimeout);
        return builder;
    }
}

internal sealed class StoreCheck(IJobStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
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
