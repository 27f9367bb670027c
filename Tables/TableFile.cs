using System.Text;
using Tables.Csv;
using Tables.Xlsx;

namespace Tables;

/// <summary>Holds the sender's description of a file; null values are detected.</summary>
public sealed record TableOptions(Encoding? Encoding = null, char? Separator = null, string? Sheet = null);

/// <summary>Describes an opened file.</summary>
/// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Encoding">Encoding of a csv.</param>
/// <param name="Separator">Separator of a csv.</param>
/// <param name="Sheet">The sheet that is read, for a workbook.</param>
/// <param name="Sheets">All sheets of a workbook.</param>
public sealed record TableFormat(
    string Format, string? Encoding, char? Separator, string? Sheet, IReadOnlyList<string>? Sheets);

/// <summary>Opens a file by its contents, ignoring its name.</summary>
public static class TableFile
{
    private const int OpeningBytes = 1024;

    /// <summary>Detects the format of a file and opens a reader for it.</summary>
    /// <param name="file">Seekable; owned by the reader, and closed if this throws.</param>
    /// <param name="options">The sender's description.</param>
    /// <param name="bounds">Limits on the cost of the file.</param>
    /// <param name="cancellationToken">Cancels the opening and all later reads.</param>
    /// <exception cref="BadSpreadsheetException">The file is not a table, or not a supported one.</exception>
    public static (ITableReader Reader, TableFormat Format) Open(
        Stream file, TableOptions options, SpreadsheetBounds bounds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            Span<byte> opening = stackalloc byte[OpeningBytes];
            file.Position = 0;
            opening = opening[..file.ReadAtLeast(opening, OpeningBytes, throwOnEndOfStream: false)];
            if (opening.IsEmpty)
                throw new BadSpreadsheetException("The file is empty: send an xlsx or csv file with a table.");
            if (opening.StartsWith("PK\x03\x04"u8) || opening.StartsWith("PK\x05\x06"u8))
                return OpenWorkbook(file, options, bounds, cancellationToken);

            RefuseOthers(file, opening);
            return OpenText(file, options, bounds, cancellationToken);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static (ITableReader, TableFormat) OpenWorkbook(
        Stream file, TableOptions options, SpreadsheetBounds bounds, CancellationToken cancellationToken)
    {
        var reader = XlsxTableReader.Open(file, options.Sheet, bounds, cancellationToken);
        return (reader, new TableFormat("xlsx", null, null, reader.SheetName, reader.SheetNames));
    }

    private static (ITableReader, TableFormat) OpenText(
        Stream file, TableOptions options, SpreadsheetBounds bounds, CancellationToken cancellationToken)
    {
        var dialect = CsvDialect.Detect(file, options.Encoding, options.Separator);
        var text = new StreamReader(
            file, dialect.Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        return (
            new CsvTableReader(text, dialect.Separator, bounds, cancellationToken),
            new TableFormat("csv", TextEncodings.NameOf(dialect.Encoding), dialect.Separator, null, null));
    }

    /// <summary>Rejects other files that people send as tables, recognized by their first bytes.</summary>
    private static void RefuseOthers(Stream file, ReadOnlySpan<byte> opening)
    {
        if (opening is [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..])
        {
            throw new BadSpreadsheetException(IsEncrypted(file)
                ? "The workbook is protected by a password: save it without one."
                : "The file is an Excel workbook from before 2007 (.xls): save it as .xlsx.");
        }

        var text = Encoding.ASCII.GetString(opening).TrimStart('?', ' ', '\r', '\n', '\t');
        if (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<table", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadSpreadsheetException(
                "The file is a web page or XML: open it in a spreadsheet program and save it as .xlsx.");
        }

        if (opening.StartsWith("%PDF-"u8) || opening.StartsWith("GIF8"u8) || opening.StartsWith("Rar!"u8)
            || opening is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..]
                or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..])
        {
            throw new BadSpreadsheetException("The file is not a spreadsheet: send an xlsx or csv file.");
        }
    }

    /// <summary>Detects an encrypted workbook: an OLE container with a stream of this name in its directory.</summary>
    private static bool IsEncrypted(Stream file)
    {
        const int searched = 1024 * 1024;
        var name = Encoding.Unicode.GetBytes("EncryptedPackage");
        var block = new byte[Math.Min(file.Length, searched)];
        file.Position = 0;
        file.ReadExactly(block);
        if (block.AsSpan().IndexOf(name) >= 0)
            return true;
        file.Position = file.Length - block.Length;
        file.ReadExactly(block);
        return block.AsSpan().IndexOf(name) >= 0;
    }
}
