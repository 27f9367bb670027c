using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Tables.Xlsx;

/// <summary>Opens the zip container of a workbook: checks it before unpacking, and limits what is unpacked.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MaxEntries = 10_000;
    private const long MaxDirectoryBytes = 4 * 1024 * 1024;
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
    private readonly SpreadsheetBounds bounds;
    private readonly UnpackedBudget budget;

    private XlsxPackage(ZipArchive archive, SpreadsheetBounds bounds)
    {
        this.archive = archive;
        this.bounds = bounds;
        budget = new UnpackedBudget(bounds.MaxUnpackedBytes);
    }

    /// <param name="file">Seekable; owned by the package.</param>
    /// <param name="bounds">Limits on the cost of the file.</param>
    /// <exception cref="BadSpreadsheetException">The file is not a supported workbook.</exception>
    public static XlsxPackage Open(Stream file, SpreadsheetBounds bounds)
    {
        CheckDirectory(file);
        file.Position = 0;
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: false);
            CheckEntries(archive);
            return new XlsxPackage(archive, bounds);
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
            return XmlReader.Create(new UnpackedStream(entry.Open(), entry.CompressedLength, bounds, budget), Xml);
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

    private static void CheckEntries(ZipArchive archive)
    {
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

    /// <summary>Checks the size of the directory, which opening the archive reads into memory.</summary>
    private static void CheckDirectory(Stream file)
    {
        const int recordBytes = 22;
        var tail = new byte[Math.Min(file.Length, recordBytes + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + recordBytes > tail.Length)
            throw new BadSpreadsheetException(Broken);

        var record = tail.AsSpan(at);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var directory = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (entries > MaxEntries)
            throw new BadSpreadsheetException(
                "The file is a zip archive of very many files, not a workbook: send an xlsx or csv file.");
        if (directory != uint.MaxValue && file.Length - tail.Length + at - directory > MaxDirectoryBytes)
            throw new BadSpreadsheetException(
                "The file is a zip archive of very many files, not a workbook: send an xlsx or csv file.");
    }
}
