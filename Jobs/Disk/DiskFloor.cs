using Jobs.Stores;
using Microsoft.Extensions.Options;

namespace Jobs.Disk;

/// <summary>
/// Keeps a part of each disk free: nothing new is accepted below <see cref="DataOptions.MinFreeBytes"/>, so that what
/// was accepted before can be finished.
/// </summary>
public sealed class DiskFloor(IOptions<DataOptions> options, IDriveSpace drives)
{
    private const long Mebibyte = 1024 * 1024;

    private readonly DataOptions options = options.Value;

    /// <summary>Checks that a folder's disk has room for more.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="bytes">Bytes that are about to be written.</param>
    /// <exception cref="StoreUnavailableException">It has not; the message is a sentence.</exception>
    public void Require(string folder, long bytes = 0)
    {
        if (Read(folder, bytes).Reason is { } reason)
            throw new StoreUnavailableException(reason);
    }

    /// <summary>Reads the state of the disk of <see cref="DataOptions.Path"/>.</summary>
    public DiskState Read() => Read(options.Path);

    /// <summary>Reads the state of a folder's disk.</summary>
    /// <inheritdoc cref="Require"/>
    public DiskState Read(string folder, long bytes = 0)
    {
        var free = options.MinFreeBytes > 0 ? drives.FreeBytes(folder) : null;
        var reason = free is { } left && left - bytes < options.MinFreeBytes
            ? $"The disk of {Path.GetFullPath(folder)} has {left / Mebibyte:N0} MiB free, and "
                + $"{DataOptions.Section}:{nameof(DataOptions.MinFreeBytes)} keeps "
                + $"{options.MinFreeBytes / Mebibyte:N0} MiB of it: nothing more is accepted until some space is free."
            : null;
        return new DiskState(free, options.MinFreeBytes, reason);
    }
}

/// <summary>Represents the room of a disk.</summary>
/// <param name="FreeBytes">Free bytes; null when the system does not say, or no floor is set.</param>
/// <param name="MinFreeBytes">The floor.</param>
/// <param name="Reason">One sentence when nothing is accepted; otherwise null.</param>
public sealed record DiskState(long? FreeBytes, long MinFreeBytes, string? Reason);
