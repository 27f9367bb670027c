using System.Globalization;
using System.Text;
using Files.Batches;

namespace Files.Spooling;

/// <summary>Reads a spooled batch: a line with the number of its first row, a space, and its rows as JSON.</summary>
public static class BatchLine
{
    /// <summary>Returns the payload of the batch's job.</summary>
    /// <exception cref="InvalidDataException">The line is not a batch.</exception>
    public static string ToPayload(string line, string task)
    {
        ArgumentNullException.ThrowIfNull(line);
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            && long.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var firstRow)
                ? RowBatchJson.Write(firstRow, task, line[(space + 1)..])
                : throw new InvalidDataException("A spooled batch is damaged.");
    }

    /// <summary>Splits a page into its lines.</summary>
    public static IReadOnlyList<string> Split(ReadOnlySpan<byte> lines)
    {
        var split = new List<string>();
        while (lines.IndexOf((byte)'\n') is var end and >= 0)
        {
            split.Add(Encoding.UTF8.GetString(lines[..end]));
            lines = lines[(end + 1)..];
        }

        return split;
    }
}
