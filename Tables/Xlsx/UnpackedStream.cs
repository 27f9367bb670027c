namespace Tables.Xlsx;

/// <summary>Counts the bytes that may still be unpacked from one file, across all of its parts.</summary>
internal sealed class UnpackedBudget(long bytes)
{
    public long Left { get; set; } = bytes;
}

/// <summary>
/// Unpacks a part of a workbook. Fails when the part or a single value exceeds its limit, regardless of the sizes that
/// the archive declares: the XML reader would hold the value in memory.
/// </summary>
internal sealed class UnpackedStream(
    Stream part, long packedBytes, SpreadsheetBounds bounds, UnpackedBudget budget,
    CancellationToken cancellationToken) : Stream
{
    /// <summary>
    /// The longest run without a tag: a cell's maximum characters as entities of ten bytes each, with room to spare.
    /// </summary>
    private const int MaxRunBytes = 1024 * 1024;

    private long unpacked;
    private long run;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => unpacked;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = part.Read(buffer);
        unpacked += read;
        budget.Left -= read;
        if (budget.Left < 0 || (unpacked > bounds.RatioFreeBytes && unpacked > packedBytes * bounds.MaxUnpackedRatio))
        {
            throw new BadSpreadsheetException(
                "The workbook unpacks to far more than its size, as a zip bomb does: save it again in a spreadsheet "
                + "program, or send it as csv.");
        }

        CheckRuns(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            part.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Checks the bytes before the first tag and after the last one: a block is far shorter than the limit, so no run
    /// inside it can exceed the limit.
    /// </summary>
    private void CheckRuns(ReadOnlySpan<byte> block)
    {
        var first = block.IndexOf((byte)'<');
        if (run + (first < 0 ? block.Length : first) > MaxRunBytes)
        {
            throw new BadSpreadsheetException(
                $"A cell of the workbook is longer than {bounds.MaxCellCharacters:N0} characters, the maximum of a "
                + "cell: shorten it.");
        }

        run = first < 0 ? run + block.Length : block.Length - block.LastIndexOf((byte)'<');
    }
}
