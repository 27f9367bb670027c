using Jobs.Disk;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Composition;

/// <summary>
/// Reports a disk below its floor. The process is degraded, not unhealthy: it finishes jobs and answers questions.
/// </summary>
internal sealed class DiskHealth(DiskFloor floor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(floor.Read().Reason is { } reason
            ? HealthCheckResult.Degraded(reason)
            : HealthCheckResult.Healthy("The disk has room."));
}
