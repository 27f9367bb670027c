using Microsoft.Extensions.Hosting;

namespace Extraction.Sources;

/// <summary>Checks the sources' readiness at startup, without delaying the start of the process.</summary>
internal sealed class SourceWarmUp(SourceChain chain) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => chain.WarmUpAsync(stoppingToken);
}
