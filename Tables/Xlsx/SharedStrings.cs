using System.Buffers;
using System.Text;
using System.Xml;

namespace Tables.Xlsx;

/// <summary>
/// Holds the texts that cells refer to by number, as UTF-8: in memory up to a limit, then in a temporary file, because
/// a workbook with a million distinct texts would take a gigabyte. Used by one thread.
/// </summary>
internal sealed class SharedStrings : IDisposable
{
    private const int MaxMemoryBytes = 16 * 1024 * 1024;
    private const int RecentSlots = 4096;

    /// <summary>Texts between two known positions: the lengths of those before are added up.</summary>
    private const int Stride = 64;

    private readonly List<long> starts = [];
    private readonly ArrayBufferWriter<byte> lengths = new(4 * 1024);
    private readonly List<int> lengthStarts = [];
    private readonly (int Number, string Text)[] recent = new (int, string)[RecentSlots];
    private readonly string folder;
    private readonly Action<long>? onSpilled;
    private MemoryStream memory = new();
    private FileStream? spilled;
    private long length;
    private byte[] scratch = new byte[1024];

    public int Count { get; private set; }

    private SharedStrings(string folder, Action<long>? onSpilled) =>
        (this.folder, this.onSpilled) = (folder, onSpilled);

    /// <param name="xml">The part, or null if the workbook has none.</param>
    /// <param name="folder">Folder of the temporary file.</param>
    /// <param name="bounds">Limits on a text.</param>
    public static SharedStrings Read(XmlReader? xml, string folder, SpreadsheetBounds bounds)
    {
        var strings = new SharedStrings(folder, bounds.OnSpilled);
        if (xml is null)
            return strings;

        using (xml)
        {
            var text = new StringBuilder();
            while (xml.ReadNode(bounds))
            {
                if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si")
                    continue;
                if (strings.Count == bounds.MaxSharedTexts)
                {
                    throw new BadSpreadsheetException(
                        $"The workbook has more than {bounds.MaxSharedTexts:N0} different texts: split it, or send it "
                        + "as csv.");
                }

                text.Clear();
                XlsxText.Read(xml, text, bounds, strings.Count + 1, column: 0);
                strings.Add(text);
            }
        }

        return strings;
    }

    /// <returns>Null if the number is out of range.</returns>
    public string? Find(int number)
    {
        if ((uint)number >= (uint)Count)
            return null;

        ref var slot = ref recent[number % RecentSlots];
        if (slot.Text is null || slot.Number != number)
            slot = (number, Load(number));
        return slot.Text;
    }

    public void Dispose()
    {
        memory.Dispose();
        spilled?.Dispose();
    }

    private void Add(StringBuilder text)
    {
        if (Count++ % Stride == 0)
        {
            starts.Add(length);
            lengthStarts.Add(lengths.WrittenCount);
        }

        var bytes = text.Length == 0 ? [] : Encoding.UTF8.GetBytes(text.ToString());
        if (spilled is null && memory.Length + bytes.Length > MaxMemoryBytes)
            Spill();
        if (spilled is null)
        {
            memory.Write(bytes);
        }
        else
        {
            onSpilled?.Invoke(bytes.Length);
            spilled.Write(bytes);
        }

        length += bytes.Length;

        // Seven bits a byte, the lowest first.
        var rest = (uint)bytes.Length;
        for (; rest >= 0x80; rest >>= 7)
            WriteLength((byte)(rest | 0x80));
        WriteLength((byte)rest);
    }

    private void WriteLength(byte part)
    {
        lengths.GetSpan(1)[0] = part;
        lengths.Advance(1);
    }

    private (long Start, int Count) Locate(int number)
    {
        var start = starts[number / Stride];
        var written = lengths.WrittenSpan[lengthStarts[number / Stride]..];
        for (var skip = number % Stride; ; skip--)
        {
            var count = ReadLength(ref written);
            if (skip == 0)
                return (start, count);
            start += count;
        }
    }

    private static int ReadLength(ref ReadOnlySpan<byte> written)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = written[0];
            written = written[1..];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private string Load(int number)
    {
        var (start, count) = Locate(number);
        if (spilled is null)
            return Encoding.UTF8.GetString(memory.GetBuffer(), (int)start, count);

        if (scratch.Length < count)
            scratch = new byte[count];
        spilled.Flush();
        for (var read = 0; read < count;)
        {
            var block = RandomAccess.Read(spilled.SafeFileHandle, scratch.AsSpan(read, count - read), start + read);
            read += block > 0 ? block : throw new EndOfStreamException();
        }

        return Encoding.UTF8.GetString(scratch, 0, count);
    }

    private void Spill()
    {
        onSpilled?.Invoke(memory.Length);
        spilled = new FileStream(Path.Combine(folder, Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 256 * 1024,
        });
        memory.WriteTo(spilled);
        memory.Dispose();
        memory = new MemoryStream();
    }
}
