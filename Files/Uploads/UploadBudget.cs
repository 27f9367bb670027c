using Jobs;
using Jobs.Disk;
using Jobs.Stores;
using Microsoft.Extensions.Options;

namespace Files.Uploads;

/// <summary>
/// Bounds what all uploads in flight take together, previews included: their number, and their bytes on disk, received,
/// unpacked, or spooled. The number of concurrent reads bounds their memory.
/// </summary>
public sealed class UploadBudget(IOptions<FilesOptions> options, IOptions<DataOptions> data, DiskFloor floor)
{
    private readonly FilesOptions options = options.Value;
    private readonly string folder = Path.Combine(data.Value.Path, "uploads");
    private int uploads;
    private long bytes;

    /// <summary>Gets the number of uploads in flight.</summary>
    public int Uploads => Volatile.Read(ref uploads);

    /// <summary>Gets their bytes on disk.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Begins an upload.</summary>
    /// <exception cref="UploadRefusedException">Too many are in flight.</exception>
    /// <exception cref="StoreUnavailableException">The disk is below its floor.</exception>
    public UploadShare Enter()
    {
        floor.Require(folder);
        if (Interlocked.Increment(ref uploads) > options.MaxUploads)
        {
            Interlocked.Decrement(ref uploads);
            throw new UploadRefusedException(
                UploadRefusal.Busy,
                $"The limit of {options.MaxUploads:N0} uploads at a time is reached: send this one again later, "
                + "or raise Files:MaxUploads.");
        }

        return new UploadShare(this);
    }

    internal void Take(long count, long ofShare)
    {
        if (Interlocked.Add(ref bytes, count) > options.MaxUploadBytes)
        {
            Interlocked.Add(ref bytes, -count);
            var limit = options.MaxUploadBytes / (1024 * 1024);
            throw ofShare + count > options.MaxUploadBytes
                ? new UploadRefusedException(
                    UploadRefusal.TooLarge,
                    $"The file takes more than the {limit:N0} MiB of Files:MaxUploadBytes: send it in parts.")
                : new UploadRefusedException(
                    UploadRefusal.Busy,
                    $"The uploads in flight take the {limit:N0} MiB of Files:MaxUploadBytes: "
                    + "send this one again later.");
        }
    }

    internal void RequireRoom() => floor.Require(folder);

    internal void Leave(long count)
    {
        Interlocked.Add(ref bytes, -count);
        Interlocked.Decrement(ref uploads);
    }
}

/// <summary>
/// Represents the share of one upload in the budget. Disposing gives it back. Used by one thread at a time.
/// </summary>
public sealed class UploadShare : IDisposable
{
    /// <summary>Bytes between two looks at the disk.</summary>
    private const long Step = 1024 * 1024;

    private readonly UploadBudget budget;
    private long taken;
    private long sinceLook;
    private bool isDisposed;

    internal UploadShare(UploadBudget budget) => this.budget = budget;

    /// <summary>Takes bytes before they are written.</summary>
    /// <exception cref="UploadRefusedException">The budget is spent.</exception>
    /// <exception cref="StoreUnavailableException">The disk is below its floor.</exception>
    public void Take(long bytes)
    {
        budget.Take(bytes, taken);
        taken += bytes;
        sinceLook += bytes;
        if (sinceLook < Step)
            return;
        sinceLook = 0;
        budget.RequireRoom();
    }

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        budget.Leave(taken);
    }
}
