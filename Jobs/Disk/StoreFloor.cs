using Jobs.Stores;
using Microsoft.Extensions.Options;

namespace Jobs.Disk;

/// <summary>The floor of the disk with the embedded store; a process with another store has none.</summary>
public sealed class StoreFloor(DiskFloor floor, IOptions<DataOptions> options)
{
    /// <exception cref="StoreUnavailableException">The disk has no room for more jobs.</exception>
    public void Require() => floor.Require(options.Value.Path);
}
