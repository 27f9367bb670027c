using System.Text.Json;
using Files.Preparation;
using Jobs;
using Jobs.Submissions;
using Microsoft.Extensions.Options;

namespace Files.Batches;

/// <summary>
/// Holds prepared files on disk: a file with one batch per line, and a note that describes it. The note is written last
/// and renamed atomically, so a file is either complete or absent.
/// </summary>
public sealed class BatchSpool(IOptions<DataOptions> data)
{
    private const string Note = ".json";
    private const string Rows = ".rows";

    private readonly string folder = Path.Combine(data.Value.Path, "files");

    internal BatchWriter Create(SubmissionId id, FilesOptions options)
    {
        Directory.CreateDirectory(folder);
        return new BatchWriter(PathOf(id.ToString(), Rows), options);
    }

    /// <summary>Writes the note. From here on a crash does not lose the file.</summary>
    internal void Keep(PreparedFile file)
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
    /// <param name="position">Offset at which a batch starts, in bytes.</param>
    internal StreamReader OpenRows(PreparedFile file, long position = 0)
    {
        var rows = File.OpenRead(PathOf(file.SubmissionId, Rows));
        rows.Position = position;
        return new StreamReader(rows);
    }

    /// <summary>Deletes a file, the note first: the next start removes rows without a note.</summary>
    public void Delete(string submissionId)
    {
        File.Delete(PathOf(submissionId, Note));
        File.Delete(PathOf(submissionId, Rows));
    }

    /// <summary>Lists the files that a crash left, oldest first, and deletes those that were not kept.</summary>
    internal IReadOnlyList<PreparedFile> TakeLeft()
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
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (!names.Contains(Path.GetFileName(path).Split('.')[0]))
                File.Delete(path);
        }

        return kept;
    }

    private string PathOf(string submissionId, string extension) => Path.Combine(folder, submissionId + extension);
}
