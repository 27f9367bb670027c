using System.Globalization;
using Files.Uploads;
using Tables;

namespace Files.Columns;

/// <summary>Holds the first rows of a file, from which its columns are recognized.</summary>
public sealed class TableSample
{
    /// <summary>Minimum share of a column's values that have to match.</summary>
    public const double Enough = 0.5;

    private readonly IReadOnlyList<Cell> header;
    private readonly IReadOnlyList<IReadOnlyList<Cell>> rows;
    private readonly int width;

    /// <param name="rows">At least one row.</param>
    /// <param name="hasHeader">True if the first row names the columns.</param>
    public TableSample(IReadOnlyList<IReadOnlyList<Cell>> rows, bool hasHeader)
    {
        ArgumentNullException.ThrowIfNull(rows);
        header = hasHeader ? rows[0] : [];
        width = rows.Max(row => row.Count);
        this.rows = hasHeader ? [.. rows.Skip(1)] : rows;
    }

    /// <summary>Computes the share of matching values in each column; empty cells do not count.</summary>
    public IReadOnlyList<double> SharesOf(Func<Cell, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return [.. Enumerable.Range(0, width).Select(column => ShareOf(column, matches))];
    }

    /// <returns>The first column with the highest share, or null if no share is enough.</returns>
    public static int? Best(IReadOnlyList<double> shares, int? except = null)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var best = -1;
        for (var i = 0; i < shares.Count; i++)
        {
            if (i != except && shares[i] >= Enough && (best < 0 || shares[i] > shares[best]))
                best = i;
        }

        return best < 0 ? null : best;
    }

    /// <returns>The column whose header is one of the words, or ends with one in parentheses: <c>주소(x)</c>.</returns>
    public int? WithHeader(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Text.Trim();
            if (words.Any(word => name.Equals(word, StringComparison.OrdinalIgnoreCase)
                || name.EndsWith($"({word})", StringComparison.OrdinalIgnoreCase)))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Finds a column by its header or its number.</summary>
    /// <exception cref="UploadRefusedException">The file has no such column.</exception>
    public int Named(string named)
    {
        ArgumentNullException.ThrowIfNull(named);
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Text.Trim().Equals(named.Trim(), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= width
                ? number - 1
                : throw new UploadRefusedException(
                    UploadRefusal.Unusable,
                    $"The file has no column \"{named}\": give a header from the file, or a number from 1 to {width}.");
    }

    private double ShareOf(int column, Func<Cell, bool> matches)
    {
        var (values, matching) = (0, 0);
        foreach (var row in rows)
        {
            if (column >= row.Count || row[column].IsEmpty)
                continue;
            values++;
            if (matches(row[column]))
                matching++;
        }

        return values == 0 ? 0 : (double)matching / values;
    }
}
