using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Files.Preparation;
using Files.Spooling;
using Jobs.Stores;

namespace Adapters.FileSystem.Spool;

/// <summary>Reads one spooled file.</summary>
/// <param name="paths">Paths of the spool.</param>
/// <param name="file">The file.</param>
/// <param name="held">Its lock, which this object releases.</param>
internal sealed class FileSpooledFile(SpoolPaths paths, PreparedFile file, SpoolLock held) : ISpooledFile
{
    public PreparedFile File { get; } = file;

    public async IAsyncEnumerable<SpoolPage> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (next, position) = DiskGuard.Run(paths.Root, ReadMark);
        if (next >= File.Details.Batches)
            yield break;

        using var rows = DiskGuard.Run(paths.Root, () => Open(position));
        while (next < File.Details.Batches)
        {
            var page = await DiskGuard.RunAsync(paths.Root, () => ReadAsync(rows, next, position, cancellationToken));
            (next, position) = (page.First + page.Batches.Count, page.Next);
            yield return page;
        }
    }

    // Not flushed: the mark may be older than what is stored, never newer.
    public ValueTask<bool> MarkAsync(SpoolPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        cancellationToken.ThrowIfCancellationRequested();
        DiskGuard.Run(paths.Root, () => System.IO.File.WriteAllText(
            paths.Mark(File.Id),
            string.Create(CultureInfo.InvariantCulture, $"{page.First + page.Batches.Count} {page.Next} .")));
        return ValueTask.FromResult(held.IsHeld);
    }

    public ValueTask<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DiskGuard.Run(paths.Root, () =>
        {
            if (SpoolGate.IsClosed(paths))
                throw new StoreUnavailableException("A backup is being taken, and the file is deleted after it.");
            held.Delete();
        });
        return ValueTask.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        held.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Reads the mark: the next batch, its position, and a dot that ends it. A torn one counts as none.
    /// </summary>
    private (int Next, long Position) ReadMark()
    {
        if (!System.IO.File.Exists(paths.Mark(File.Id)))
            return (0, 0);

        var parts = System.IO.File.ReadAllText(paths.Mark(File.Id)).Split(' ');
        return parts is [var next, var position, "."]
            && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? (number, offset)
                : (0, 0);
    }

    private StreamReader Open(long position)
    {
        try
        {
            var rows = new FileStream(
                paths.Rows(File.Id), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
            rows.Position = position;
            return new StreamReader(rows);
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidDataException("The batches of a spooled file are missing.", error);
        }
    }

    private async ValueTask<SpoolPage> ReadAsync(
        StreamReader rows, int first, long position, CancellationToken cancellationToken)
    {
        var batches = new List<string>();
        var bytes = 0;
        while (first + batches.Count < File.Details.Batches
            && batches.Count < SpoolPage.MaxBatches && bytes < SpoolPage.MaxBytes)
        {
            var line = await rows.ReadLineAsync(cancellationToken)
                ?? throw new InvalidDataException("The batches of a spooled file are cut off.");
            batches.Add(line);
            bytes += Encoding.UTF8.GetByteCount(line) + 1;
        }

        return new SpoolPage(first, batches, position + bytes);
    }
}
