using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Files.Batches;
using Jobs;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using Tables;
using Tables.Json;

namespace Gateway.Api.Files;

/// <summary>
/// Prepared files on disk: the batches one a line, and beside them a note that says what they are. The note is written
/// last and under its final name in one step, so a file either is there whole or is not there.
/// </summary>
internal sealed class BatchSpool(IOptions<DataOptions> data)
{
    private const string Note = ".json";
    private const string Rows = ".rows";

    private readonly string folder = Path.Combine(data.Value.Path, "files");

    public BatchWriter Create(SubmissionId id, FilesOptions options)
    {
        Directory.CreateDirectory(folder);
        return new BatchWriter(PathOf(id.ToString(), Rows), options);
    }

    /// <summary>From here on the file is taken up again after a crash.</summary>
    public void Keep(PreparedFile file)
    {
        var path = PathOf(file.SubmissionId, Note);
        using (var note = new FileStream(path + ".part", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(note, file, FilesJson.Default.PreparedFile);
            note.Flush(flushToDisk: true);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <param name="file">A kept file.</param>
    /// <param name="position">Byte at which a batch begins.</param>
    public StreamReader OpenRows(PreparedFile file, long position = 0)
    {
        var rows = File.OpenRead(PathOf(file.SubmissionId, Rows));
        rows.Position = position;
        return new StreamReader(rows);
    }

    /// <summary>The note first: without it the rows are rubbish, and the next start clears them away.</summary>
    public void Delete(string submissionId)
    {
        File.Delete(PathOf(submissionId, Note));
        File.Delete(PathOf(submissionId, Rows));
    }

    /// <summary>The files that a crash left, oldest first; what was not yet kept is deleted.</summary>
    public IReadOnlyList<PreparedFile> TakeLeft()
    {
        if (!Directory.Exists(folder))
            return [];

        var kept = new List<PreparedFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Note).Order(StringComparer.Ordinal))
        {
            using var note = File.OpenRead(path);
            if (JsonSerializer.Deserialize(note, FilesJson.Default.PreparedFile) is { } file)
                kept.Add(file);
        }

        var names = kept.Select(file => file.SubmissionId).ToHashSet();
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => !names.Contains(Path.GetFileName(path).Split('.')[0])))
            File.Delete(path);
        return kept;
    }

    private string PathOf(string submissionId, string extension) => Path.Combine(folder, submissionId + extension);
}

/// <summary>
/// Cuts rows into batches, each at most so many rows and bytes, and writes each as a line after the number of its first
/// row. Used by one thread.
/// </summary>
internal sealed class BatchWriter(string path, FilesOptions options) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 256 * 1024);
    private readonly ArrayBufferWriter<byte> batch = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> row = new(4 * 1024);
    private readonly Utf8JsonWriter json = new(Stream.Null, JsonCells.WriterOptions);
    private int rowsInBatch;

    public int Batches { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Byte at which the last batch begins.</summary>
    public long LastBatchAt { get; private set; }

    /// <returns>False for a row that alone is larger than a batch may be.</returns>
    public bool TryAdd(List<Cell> cells)
    {
        row.ResetWrittenCount();
        json.Reset(row);
        RowBatchJson.WriteRow(json, cells);
        json.Flush();
        if (row.WrittenCount > options.MaxBatchBytes)
            return false;

        if (rowsInBatch == options.BatchRows || batch.WrittenCount + row.WrittenCount + 2 > options.MaxBatchBytes)
            EndBatch();
        batch.Write(rowsInBatch == 0 ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Rows} [")) : ","u8);
        batch.Write(row.WrittenSpan);
        rowsInBatch++;
        Rows++;
        return true;
    }

    /// <summary>Ends the last batch and waits until the disk has all.</summary>
    public void Complete()
    {
        if (rowsInBatch > 0)
            EndBatch();
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }

    private void EndBatch()
    {
        batch.Write("]\n"u8);
        LastBatchAt = file.Position;
        file.Write(batch.WrittenSpan);
        batch.ResetWrittenCount();
        rowsInBatch = 0;
        Batches++;
    }
}
