using System.Collections.Frozen;

namespace Extraction.Media;

/// <summary>
/// Lists the containers of YouTube's streams. A source names the container of a stream, and the name becomes the
/// extension of a file, so no other name is accepted. Pure.
/// </summary>
public static class MediaContainer
{
    /// <summary>Bytes at the start of a file that <see cref="Matches"/> needs.</summary>
    public const int StartBytes = 12;

    private static readonly FrozenSet<string> Known =
        new[] { "mp4", "m4a", "webm", "3gp", "3gpp", "flv", "ogg" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Checks that a container is one of the list.</summary>
    public static bool IsKnown(string? container) => container is not null && Known.Contains(container);

    /// <summary>
    /// Checks that a file starts like its container: a playlist in place of a stream names other files, which the
    /// programs that read it would open.
    /// </summary>
    /// <param name="container">One of the list.</param>
    /// <param name="start">The first bytes of the file.</param>
    public static bool Matches(string container, ReadOnlySpan<byte> start) => container switch
    {
        // ISO/IEC 14496-12: a size, and the type of the first box.
        "mp4" or "m4a" or "3gp" or "3gpp" => start.Length >= 8 && IsFirstBox(start[4..8]),
        "webm" => start.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]),
        "flv" => start.StartsWith("FLV\x01"u8),
        "ogg" => start.StartsWith("OggS"u8),
        _ => false,
    };

    private static bool IsFirstBox(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("styp"u8) || type.SequenceEqual("moov"u8)
        || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("wide"u8)
        || type.SequenceEqual("mdat"u8);
}
