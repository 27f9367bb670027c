using Microsoft.Extensions.Hosting;

namespace Extraction.Sources;

/// <summary>Finds out at start which sources are ready, without keeping the process from starting.</summary>
internal sealed class SourceWarmUp(SourceChain chain) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => chain.WarmUpAsync(stoppingToken);
}
