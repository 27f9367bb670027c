using Jobs.Submissions;

namespace Adapters.FileSystem.Spool;

/// <summary>
/// Maps a spooled file to its paths: its batches, one per line; a note that describes it, written last; a mark of what
/// is stored; and the lock of the process that holds it. Pure.
/// </summary>
internal sealed class SpoolPaths(string root)
{
    public const string NoteExtension = ".json";

    public string Root { get; } = Path.GetFullPath(root);

    public string Rows(SubmissionId id) => Of(id, ".rows");

    public string Note(SubmissionId id) => Of(id, NoteExtension);

    /// <summary>The note while it is written.</summary>
    public string NewNote(SubmissionId id) => Of(id, ".json.part");

    public string Mark(SubmissionId id) => Of(id, ".fed");

    public string Lock(SubmissionId id) => Of(id, ".lock");

    /// <summary>Exists and is locked while a backup is taken.</summary>
    public string Gate => Path.Combine(Root, "backup.gate");

    /// <summary>Lists the kept files, oldest first.</summary>
    public IEnumerable<SubmissionId> Kept() => Ids($"*{NoteExtension}");

    /// <summary>Lists all files, kept or not, oldest first.</summary>
    public IEnumerable<SubmissionId> All() => Ids("*");

    private IEnumerable<SubmissionId> Ids(string pattern)
    {
        if (!Directory.Exists(Root))
            return [];

        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Root, pattern))
            ids.Add(Path.GetFileName(path).Split('.')[0]);
        return ids.Select(id => SubmissionId.TryParse(id, out var parsed) ? parsed : (SubmissionId?)null)
            .OfType<SubmissionId>();
    }

    private string Of(SubmissionId id, string extension) => Path.Combine(Root, id + extension);
}
