using Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Extraction.Sources;

/// <summary>
/// Checks the sources' readiness at startup, without delaying the start of the process; then reports the sources at an
/// interval, so that the budgets of workers that are gone no longer count.
/// </summary>
internal sealed class SourceWarmUp(SourceChain chain, TimeProvider clock, ILogger<SourceWarmUp> logger)
    : BackgroundService
{
    private const string Service = "The report of the sources";

    /// <summary>Interval of the reports: well below the age at which the outbox relay forgets a budget.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Periodic.TryAsync(Service, chain.WarmUpAsync, logger, stoppingToken, LogLevel.Information);
        try
        {
            await Periodic.RunAsync(
                Service, Interval, clock, chain.ReportAsync, logger, stoppingToken, LogLevel.Information);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Periodic.TryAsync(
                Service, chain.ReturnAsync, logger, CancellationToken.None, LogLevel.Information);
        }
    }
}
