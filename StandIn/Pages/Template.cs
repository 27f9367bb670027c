using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace StandIn.Pages;

/// <summary>
/// A text with slots, as <c>{id}</c>, split once and written as UTF-8. Values are written as they are: they are ids,
/// numbers, or texts that need no escaping.
/// </summary>
internal sealed partial class Template
{
    private readonly ImmutableArray<Part> parts;

    public Template(string text)
    {
        var pieces = Slot().Split(text.Trim());
        parts =
        [
            .. pieces.Select((piece, index) =>
                index % 2 == 0 ? new Part(Encoding.UTF8.GetBytes(piece), null) : new Part([], piece)),
        ];
    }

    public void WriteTo(IBufferWriter<byte> buffer, Func<string, string> value)
    {
        foreach (var part in parts)
        {
            if (part.Slot is { } slot)
                Encoding.UTF8.GetBytes(value(slot), buffer);
            else
                buffer.Write(part.Text);
        }
    }

    [GeneratedRegex("\\{([a-z]+)\\}")]
    private static partial Regex Slot();

    private readonly record struct Part(byte[] Text, string? Slot);
}
