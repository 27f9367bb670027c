using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Tables.Xlsx;

/// <summary>Opens the zip container of a workbook: checks it before unpacking, and limits what is unpacked.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const long MaxDirectoryBytes = 4 * 1024 * 1024;
    private const string TooManyFiles =
        "The file is a zip archive of very many files, not a workbook: send an xlsx or csv file.";

    private const string Broken =
        "The workbook is cut off or broken: open it in a spreadsheet program and save it again.";

    private static readonly XmlReaderSettings Xml = new()
    {
        // A workbook needs no document type, and one could define entities that expand without limit.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private readonly ZipArchive archive;
    private readonly UnpackedBudget budget;
    private readonly CancellationToken cancellationToken;

    private XlsxPackage(ZipArchive archive, SpreadsheetBounds bounds, CancellationToken cancellationToken)
    {
        this.archive = archive;
        this.cancellationToken = cancellationToken;
        Bounds = bounds;
        budget = new UnpackedBudget(bounds.MaxUnpackedBytes);
    }

    public SpreadsheetBounds Bounds { get; }

    /// <param name="file">Seekable; owned by the package.</param>
    /// <param name="bounds">Limits on the cost of the file.</param>
    /// <param name="cancellationToken">Cancels reading the parts.</param>
    /// <exception cref="BadSpreadsheetException">The file is not a supported workbook.</exception>
    public static XlsxPackage Open(Stream file, SpreadsheetBounds bounds, CancellationToken cancellationToken)
    {
        CheckDirectory(file, bounds);
        file.Position = 0;
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: false);
            CheckEntries(archive, bounds);
            return new XlsxPackage(archive, bounds, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            archive?.Dispose();
            throw new BadSpreadsheetException(Broken, error);
        }
        catch (BadSpreadsheetException)
        {
            archive?.Dispose();
            throw;
        }
    }

    public bool Has(string path) => archive.GetEntry(path) is not null;

    /// <exception cref="BadSpreadsheetException">The part is missing.</exception>
    public XmlReader Read(string path) => TryRead(path) ?? throw new BadSpreadsheetException(Broken);

    public XmlReader? TryRead(string path)
    {
        var entry = archive.GetEntry(path);
        if (entry is null)
            return null;
        try
        {
            return XmlReader.Create(
                new UnpackedStream(entry.Open(), entry.CompressedLength, Bounds, budget, cancellationToken), Xml);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw new BadSpreadsheetException(Broken, error);
        }
    }

    /// <summary>Turns the exceptions of parsing into one with a sentence for the sender.</summary>
    public static T Guard<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception error) when (error is XmlException or InvalidDataException or EndOfStreamException)
        {
            throw new BadSpreadsheetException(Broken, error);
        }
    }

    public void Dispose() => archive.Dispose();

    private static void CheckEntries(ZipArchive archive, SpreadsheetBounds bounds)
    {
        if (archive.Entries.Count > bounds.MaxParts)
            throw new BadSpreadsheetException(TooManyFiles);

        var macros = false;
        var links = false;
        var binary = false;
        foreach (var entry in archive.Entries)
        {
            if (entry.IsEncrypted)
                throw new BadSpreadsheetException("The workbook is protected by a password: save it without one.");
            macros |= entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase);
            links |= entry.FullName.StartsWith("xl/externalLinks/", StringComparison.OrdinalIgnoreCase);
            binary |= entry.FullName.Equals("xl/workbook.bin", StringComparison.OrdinalIgnoreCase);
        }

        if (macros)
            throw new BadSpreadsheetException("The workbook has macros: save it as .xlsx, which has none.");
        if (links)
        {
            throw new BadSpreadsheetException(
                "The workbook refers to other files, whose values may be out of date: break its external links and "
                + "save it again.");
        }

        if (binary)
            throw new BadSpreadsheetException("The file is a binary workbook (.xlsb): save it as .xlsx.");
        if (archive.GetEntry("mimetype") is not null)
            throw new BadSpreadsheetException("The file is an OpenDocument: save it as .xlsx or csv.");
    }

    /// <summary>
    /// Checks the size of the directory, which opening the archive reads into memory: as its record at the end says, or
    /// the 64-bit one that the record leads to.
    /// </summary>
    private static void CheckDirectory(Stream file, SpreadsheetBounds bounds)
    {
        const int recordBytes = 22;
        var tail = new byte[Math.Min(file.Length, recordBytes + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + recordBytes > tail.Length)
            throw new BadSpreadsheetException(Broken);

        var record = tail.AsSpan(at);
        var end = file.Length - tail.Length + at;
        var entries = (long)BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var start = (long)BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (entries == ushort.MaxValue || start == uint.MaxValue
            || BinaryPrimitives.ReadUInt32LittleEndian(record[12..]) == uint.MaxValue)
        {
            (entries, start) = ReadLargeRecord(file, end);
        }

        if (start < 0 || start > end)
            throw new BadSpreadsheetException(Broken);
        if (entries > bounds.MaxParts || end - start > MaxDirectoryBytes)
            throw new BadSpreadsheetException(TooManyFiles);
    }

    /// <summary>Reads the number of entries and the start of the directory from the 64-bit record.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="end">Position of the 32-bit record, before which the address of the other one stands.</param>
    private static (long Entries, long Start) ReadLargeRecord(Stream file, long end)
    {
        const int locatorBytes = 20;
        const int recordBytes = 56;
        Span<byte> locator = stackalloc byte[locatorBytes];
        Span<byte> record = stackalloc byte[recordBytes];
        if (end < locatorBytes)
            throw new BadSpreadsheetException(Broken);
        file.Position = end - locatorBytes;
        file.ReadExactly(locator);
        var at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (!locator.StartsWith("PK\x06\x07"u8) || at < 0 || at > end - recordBytes)
            throw new BadSpreadsheetException(Broken);

        file.Position = at;
        file.ReadExactly(record);
        return record.StartsWith("PK\x06\x06"u8)
            ? (
                BinaryPrimitives.ReadInt64LittleEndian(record[32..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[48..]))
            : throw new BadSpreadsheetException(Broken);
    }
}
