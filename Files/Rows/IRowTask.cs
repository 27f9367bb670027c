using Files.Columns;

namespace Files.Rows;

/// <summary>Represents the task for every row of a file. Its JSON travels with each batch.</summary>
public interface IRowTask
{
    /// <summary>
    /// Error message if the file has another kind of row; null if this kind's parameters are harmless there.
    /// </summary>
    string? RefusalForOtherKinds => null;

    /// <summary>Returns the task with the columns that were found.</summary>
    IRowTask At(RowColumns columns);

    string ToJson();
}
