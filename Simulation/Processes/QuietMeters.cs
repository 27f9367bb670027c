using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Simulation.Processes;

/// <summary>Meters that nobody reads: one of each name for all runs, because a meter is registered for good.</summary>
internal sealed class QuietMeters : IMeterFactory
{
    private static readonly ConcurrentDictionary<string, Meter> Meters = new(StringComparer.Ordinal);

    public static QuietMeters Instance { get; } = new();

    public Meter Create(MeterOptions options) => Meters.GetOrAdd(options.Name, name => new Meter(name));

    public void Dispose()
    {
    }
}
