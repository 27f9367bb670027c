namespace Files.Rows;

/// <summary>Lists the registered kinds of rows in the order in which files are searched for their columns.</summary>
public sealed class RowKinds(IEnumerable<RowKind> kinds)
{
    public IReadOnlyList<RowKind> All { get; } = [.. kinds];

    /// <returns>Null if no kind has the name.</returns>
    public RowKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Returns the kind of a stored file.</summary>
    public RowKind Of(FileDetails file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Find(file.Kind)
            ?? throw new InvalidDataException($"A stored file has rows of kind \"{file.Kind}\": register that kind.");
    }
}
