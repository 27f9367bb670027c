using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Geocoding.Districts;

/// <summary>
/// Loads the map when the process starts, so that an invalid file fails the start and not the first upload.
/// </summary>
internal sealed partial class DistrictMapStart(DistrictMap map, ILogger<DistrictMapStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (map.Count > 0)
            Log.Loaded(logger, map.Count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Loaded {Count} districts")]
        public static partial void Loaded(ILogger logger, int count);
    }
}
