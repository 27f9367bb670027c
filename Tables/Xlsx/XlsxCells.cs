using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tables.Xlsx;

/// <summary>Writes rows as sheet XML, in UTF-8. Used by one writer.</summary>
internal sealed class XlsxCells(IBufferWriter<byte> buffer)
{
    /// <summary>Style numbers in the part that <see cref="XlsxParts"/> writes.</summary>
    public const int HeaderStyle = 1;
    public const int DateStyle = 2;
    public const int DateTimeStyle = 3;
    public const int TimeStyle = 4;

    /// <summary>Text that looks like a formula stays text even when someone edits the cell.</summary>
    public const int QuotedStyle = 5;

    /// <summary>Characters that XML cannot hold unescaped, or that a reader would mistake for an escape.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>_\uFFFE\uFFFF" + string.Concat(
            Enumerable.Range(0, 32).Where(code => code is not ('\t' or '\n')).Select(code => (char)code)));

    private readonly List<byte[]> columns = [];

    public void WriteRow(int number, IReadOnlyList<Cell> row, bool header)
    {
        buffer.Write("<row r=\""u8);
        WriteNumber(number);
        buffer.Write("\">"u8);
        for (var i = 0; i < row.Count; i++)
        {
            if (!row[i].IsEmpty)
                WriteCell(number, i, row[i], header);
        }

        buffer.Write("</row>"u8);
    }

    /// <summary>Escapes a text for an element's content.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var plain = text.IndexOfAny(Special);
            Encoding.UTF8.GetBytes(plain < 0 ? text : text[..plain], buffer);
            if (plain < 0)
                return;

            WriteSpecial(text[plain..]);
            text = text[(plain + 1)..];
        }
    }

    private void WriteCell(int row, int column, Cell cell, bool header)
    {
        buffer.Write("<c r=\""u8);
        buffer.Write(Column(column));
        WriteNumber(row);
        switch (cell.Kind)
        {
            case CellKind.Number:
                buffer.Write("\"><v>"u8);
                Encoding.UTF8.GetBytes(Shortest(cell.Text), buffer);
                buffer.Write("</v></c>"u8);
                break;
            case CellKind.Boolean:
                buffer.Write(cell.Text == "TRUE" ? "\" t=\"b\"><v>1</v></c>"u8 : "\" t=\"b\"><v>0</v></c>"u8);
                break;
            case CellKind.Date when XlsxDates.TryToDays(cell.Text, out var days, out var isTime, out var hasTime):
                buffer.Write("\" s=\""u8);
                WriteNumber(isTime ? TimeStyle : hasTime ? DateTimeStyle : DateStyle);
                buffer.Write("\"><v>"u8);
                Encoding.UTF8.GetBytes(days.ToString("R", CultureInfo.InvariantCulture), buffer);
                buffer.Write("</v></c>"u8);
                break;
            default:
                WriteTextCell(cell.Text, header);
                break;
        }
    }

    private void WriteTextCell(string text, bool header)
    {
        buffer.Write("\" t=\"inlineStr\""u8);
        if (header || FormulaGuard.IsFormula(text))
        {
            buffer.Write(" s=\""u8);
            WriteNumber(header ? HeaderStyle : QuotedStyle);
            buffer.Write("\""u8);
        }

        var edges = char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
            || text.Contains('\n', StringComparison.Ordinal);
        buffer.Write(edges ? "><is><t xml:space=\"preserve\">"u8 : "><is><t>"u8);
        WriteText(text);
        buffer.Write("</t></is></c>"u8);
    }

    private void WriteSpecial(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '&':
                buffer.Write("&amp;"u8);
                break;
            case '<':
                buffer.Write("&lt;"u8);
                break;
            case '>':
                buffer.Write("&gt;"u8);
                break;
            case '_':
                buffer.Write(rest.Length >= 7 && rest[1] == 'x' && rest[6] == '_' ? "_x005F_"u8 : "_"u8);
                break;
            default:
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"_x{(int)rest[0]:X4}_"), buffer);
                break;
        }
    }

    /// <summary>Removes the trailing zeros of a fraction, which do not change the number.</summary>
    private static ReadOnlySpan<char> Shortest(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.AsSpan().TrimEnd('0').TrimEnd('.') : number;

    private void WriteNumber(int number)
    {
        var span = buffer.GetSpan(11);
        number.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }

    private byte[] Column(int index)
    {
        while (columns.Count <= index)
            columns.Add(Encoding.ASCII.GetBytes(ColumnName(columns.Count)));
        return columns[index];
    }

    internal static string ColumnName(int index)
    {
        var name = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
            name = (char)('A' + (rest - 1) % 26) + name;
        return name;
    }
}
