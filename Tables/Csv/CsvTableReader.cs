using System.Text;

namespace Tables.Csv;

/// <summary>
/// Reads separated text by RFC 4180 and as people write it: any line end, quotes only at the start of a field, a quote
/// inside a plain field is a character, and text after a closing quote belongs to the field.
/// </summary>
public sealed class CsvTableReader(
    TextReader text, char separator, SpreadsheetBounds bounds, CancellationToken cancellationToken = default)
    : ITableReader
{
    private readonly StringBuilder quoted = new();
    private char[] buffer = new char[64 * 1024];
    private int position;
    private int end;
    private bool atEnd;
    private long line = 1;
    private long rows;

    public long RowNumber { get; private set; }

    public long EmptyRows { get; private set; }

    public bool TryRead(List<Cell> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        while (position < end || Fill())
        {
            RowNumber = line;
            ReadRecord(row);
            while (row.Count > 0 && row[^1].IsEmpty)
                row.RemoveAt(row.Count - 1);
            if (row.Count == 0)
            {
                EmptyRows++;
                continue;
            }

            return ++rows <= bounds.MaxRows ? true : throw bounds.TooManyRows();
        }

        return false;
    }

    public void Dispose() => text.Dispose();

    private void ReadRecord(List<Cell> row)
    {
        row.Clear();
        var characters = 0L;
        while (true)
        {
            if (row.Count == bounds.MaxColumns && (position < end || Fill()) && buffer[position] is not ('\r' or '\n'))
                throw bounds.TooManyColumns(RowNumber);

            var field = (position < end || Fill()) && buffer[position] == '"'
                ? ReadQuoted(row.Count)
                : ReadPlain(row.Count);
            row.Add(field);
            characters += field.Text.Length;
            if (characters > bounds.MaxRowCharacters)
                throw bounds.RowTooLong(RowNumber);
            if (position >= end && !Fill())
                return;

            var stop = buffer[position++];
            if (stop == separator)
                continue;

            EndLine(stop);
            return;
        }
    }

    /// <summary>Reads up to the separator or the end of the line, which stays unread.</summary>
    private Cell ReadPlain(int column)
    {
        var searched = 0;
        while (true)
        {
            var rest = buffer.AsSpan(position, end - position);
            var found = rest[searched..].IndexOfAny(separator, '\r', '\n');
            var length = found >= 0 ? searched + found : rest.Length;
            if (length > bounds.MaxCellCharacters)
                throw bounds.CellTooLong(RowNumber, column);
            if (found < 0 && Fill())
            {
                searched = length;
                continue;
            }

            // The earlier span is stale: even a final fill that reads nothing moves the field.
            var field = buffer.AsSpan(position, length);
            position += length;
            return length == 0 ? Cell.Empty : Cell.Infer(new string(field));
        }
    }

    private Cell ReadQuoted(int column)
    {
        position++;
        quoted.Clear();
        while (true)
        {
            if (position >= end && !Fill())
            {
                throw new BadSpreadsheetException(
                    $"The quote that opens in row {RowNumber}, column {column + 1} is never closed: close it, "
                    + "or double quotes that are text.");
            }

            var rest = buffer.AsSpan(position, end - position);
            var found = rest.IndexOf('"');
            var length = found >= 0 ? found : rest.Length;
            Append(rest[..length], column);
            position += length;
            if (found < 0)
                continue;

            position++;
            if ((position < end || Fill()) && buffer[position] == '"')
            {
                Append("\"", column);
                position++;
                continue;
            }

            AppendTail(column);
            return Cell.Infer(quoted.ToString());
        }
    }

    /// <summary>Appends the text from a closing quote to the separator.</summary>
    private void AppendTail(int column)
    {
        while ((position < end || Fill()) && buffer[position] is var next
            && next != separator && next is not ('\r' or '\n'))
        {
            Append([next], column);
            position++;
        }
    }

    private void Append(ReadOnlySpan<char> part, int column)
    {
        if (quoted.Length + part.Length > bounds.MaxCellCharacters)
            throw bounds.CellTooLong(RowNumber, column);
        quoted.Append(part);
        for (var at = part.IndexOfAny('\r', '\n'); at >= 0; at = part.IndexOfAny('\r', '\n'))
        {
            line++;
            part = part[(part[at] == '\r' && at + 1 < part.Length && part[at + 1] == '\n' ? at + 2 : at + 1)..];
        }
    }

    private void EndLine(char stop)
    {
        line++;
        if (stop == '\r' && (position < end || Fill()) && buffer[position] == '\n')
            position++;
    }

    /// <summary>Keeps the unread characters and reads more after them.</summary>
    private bool Fill()
    {
        if (atEnd)
            return false;

        cancellationToken.ThrowIfCancellationRequested();
        buffer.AsSpan(position, end - position).CopyTo(buffer);
        end -= position;
        position = 0;
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);

        var read = Decode(buffer.AsSpan(end));
        if (buffer.AsSpan(end, read).Contains('\0'))
        {
            throw new BadSpreadsheetException(
                $"The file has NUL characters near line {line}, so it is not text: save it again as csv (UTF-8) "
                + "or xlsx.");
        }

        end += read;
        atEnd = read == 0;
        return read > 0;
    }

    private int Decode(Span<char> into)
    {
        try
        {
            return text.Read(into);
        }
        catch (DecoderFallbackException error)
        {
            throw new BadSpreadsheetException(
                $"The file is not text in any supported encoding (UTF-8, UTF-16, CP949), as found near line {line}: "
                + "save it again as csv (UTF-8) or xlsx.", error);
        }
    }
}
