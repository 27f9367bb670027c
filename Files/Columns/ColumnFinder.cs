using Files.Preparation;
using Files.Rows;
using Files.Uploads;
using Tables;

namespace Files.Columns;

/// <summary>Represents the header and the columns of a file.</summary>
/// <param name="Kind">Kind of its rows.</param>
/// <param name="HasHeader">True if the first row names the columns.</param>
/// <param name="Columns">Columns of that kind.</param>
public sealed record FoundColumns(RowKind Kind, bool HasHeader, RowColumns Columns);

/// <summary>Finds the kind of a file's rows, and its columns.</summary>
public sealed class ColumnFinder(RowKinds kinds)
{
    /// <param name="rows">The first rows of the file; at least one.</param>
    /// <param name="request">The sender's description.</param>
    /// <exception cref="UploadRefusedException">The columns are not found.</exception>
    public FoundColumns Find(IReadOnlyList<IReadOnlyList<Cell>> rows, FileRequest request)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(request);
        var hasHeader = request.Header ?? LooksLikeHeader(rows[0]);
        var sample = new TableSample(rows, hasHeader);
        var candidates = CandidatesFor(request);
        foreach (var kind in candidates.Where(kind => kind.Unavailable is null))
        {
            if (kind.FindColumns(sample, request.Columns, requested: kind == request.Kind) is { } columns)
                return new FoundColumns(kind, hasHeader, columns);
        }

        throw new UploadRefusedException(UploadRefusal.Unusable, NotFound(candidates));
    }

    /// <summary>
    /// Selects the requested kind, else the kind whose columns are named, else all. If columns of several kinds are
    /// named, the last kind is meant: an earlier one would be found without its name.
    /// </summary>
    private IReadOnlyList<RowKind> CandidatesFor(FileRequest request)
    {
        var kind = request.Kind
            ?? kinds.All.LastOrDefault(kind => kind.ColumnParameters.Any(request.Columns.ContainsKey));
        return kind is null ? kinds.All : [kind];
    }

    private static string NotFound(IReadOnlyList<RowKind> candidates)
    {
        var searched = candidates.Where(kind => kind.Unavailable is null).ToList();
        var advice = searched.Count == 0
            ? null
            : $"No column with {string.Join(" or ", searched.Select(kind => kind.Name))} was found: "
                + $"{string.Join(", or ", searched.Select(kind => kind.ColumnAdvice))}, by header or number.";
        return string.Join(' ', candidates.Select(kind => kind.Unavailable).Prepend(advice).OfType<string>());
    }

    /// <summary>Names, not values: a first row with a number or another value is a row like the others.</summary>
    private bool LooksLikeHeader(IReadOnlyList<Cell> row) => row.All(
        cell => cell.Kind is CellKind.Text or CellKind.Empty && !kinds.All.Any(kind => kind.IsValue(cell)));
}
