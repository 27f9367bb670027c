using System.Buffers;
using System.Text;

namespace Adapters.YouTubeSources.Processes;

/// <summary>Keeps the beginning or the end of a stream. Written by one reader, then read.</summary>
internal sealed class BoundedBuffer(int limit, bool keepsEnd)
{
    private readonly ArrayBufferWriter<byte> content = new();

    public bool IsOverfull { get; private set; }

    public ReadOnlyMemory<byte> Content => content.WrittenMemory;

    public string Text => Encoding.UTF8.GetString(content.WrittenSpan[Math.Max(0, content.WrittenCount - limit)..]);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!keepsEnd && content.WrittenCount + bytes.Length > limit)
        {
            IsOverfull = true;
            return;
        }

        content.Write(bytes);
        if (content.WrittenCount <= limit * 2L)
            return;
        var kept = content.WrittenSpan[^limit..].ToArray();
        content.ResetWrittenCount();
        content.Write(kept);
    }
}
