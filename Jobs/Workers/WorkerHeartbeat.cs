using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Workers;

/// <summary>
/// Reports to the store at an interval that this worker is alive, and at its stop that it is gone. Reports are for
/// people: nothing depends on them.
/// </summary>
public sealed class WorkerHeartbeat(
    ThisWorker worker,
    IWorkerStore store,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<WorkerHeartbeat> logger) : BackgroundService
{
    private const string Service = "The worker heartbeat";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Periodic.RunAsync(
                Service,
                options.Value.WorkerReports,
                clock,
                async token => await store.ReportAsync(worker.Report(), token),
                logger,
                stoppingToken,
                LogLevel.Information);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Periodic.TryAsync(
                Service,
                async token => await store.RemoveAsync(worker.Name, token),
                logger,
                CancellationToken.None,
                LogLevel.Information);
        }
    }
}
