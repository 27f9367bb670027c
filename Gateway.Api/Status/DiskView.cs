using Jobs.Disk;

namespace Gateway.Api.Status;

/// <summary>Represents the disk of the data folder.</summary>
/// <param name="FreeBytes">Free bytes; absent when the system does not say.</param>
/// <param name="MinFreeBytes">The floor below which nothing more is accepted.</param>
/// <param name="Reason">One sentence while nothing is accepted.</param>
internal sealed record DiskView(long? FreeBytes, long MinFreeBytes, string? Reason)
{
    public static DiskView Of(DiskState state) => new(state.FreeBytes, state.MinFreeBytes, state.Reason);
}
