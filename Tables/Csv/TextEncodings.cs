using System.Text;

namespace Tables.Csv;

/// <summary>Names and detects the supported encodings of text files.</summary>
public static class TextEncodings
{
    private const int SampleBytes = 4096;

    /// <summary>Strict: invalid bytes throw <see cref="DecoderFallbackException"/>.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Encoding Utf16LittleEndian { get; } = new UnicodeEncoding(
        bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    public static Encoding Utf16BigEndian { get; } = new UnicodeEncoding(
        bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Korean Windows, a superset of EUC-KR: the encoding of a csv from Korean Excel.</summary>
    public static Encoding Cp949 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(
        949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Returns the name of an encoding in requests and answers.</summary>
    public static string NameOf(Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding.CodePage switch
        {
            65001 => "utf-8",
            1200 => "utf-16le",
            1201 => "utf-16be",
            _ => "cp949",
        };
    }

    public static Encoding? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => Utf8,
            "UTF-16LE" or "UTF-16" => Utf16LittleEndian,
            "UTF-16BE" => Utf16BigEndian,
            "CP949" or "EUC-KR" or "949" => Cp949,
            _ => null,
        };
    }

    /// <summary>
    /// Detects an encoding by the byte order mark. Without one, zeros in every other byte mean UTF-16; otherwise a file
    /// is UTF-8 if it is valid to its end, because the first Korean name may follow a million digits, or else CP949.
    /// </summary>
    /// <param name="file">Read from its start; left at an unknown position.</param>
    /// <returns>The encoding, and the number of bytes of its mark.</returns>
    public static (Encoding Encoding, int MarkBytes) Detect(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        Span<byte> sample = stackalloc byte[SampleBytes];
        sample = sample[..file.ReadAtLeast(sample, SampleBytes, throwOnEndOfStream: false)];
        if (sample is [0xEF, 0xBB, 0xBF, ..])
            return (Utf8, 3);
        if (sample is [0xFF, 0xFE, ..])
            return (Utf16LittleEndian, 2);
        if (sample is [0xFE, 0xFF, ..])
            return (Utf16BigEndian, 2);

        var (even, odd) = CountZeros(sample);
        if (odd > sample.Length / 8 && even <= odd / 8)
            return (Utf16LittleEndian, 0);
        if (even > sample.Length / 8 && odd <= even / 8)
            return (Utf16BigEndian, 0);
        return (IsUtf8(file) ? Utf8 : Cp949, 0);
    }

    private static (int Even, int Odd) CountZeros(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = [0, 0];
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
                zeros[i & 1]++;
        }

        return (zeros[0], zeros[1]);
    }

    private static bool IsUtf8(Stream file)
    {
        file.Position = 0;
        var buffer = new byte[64 * 1024];
        var kept = 0;
        while (true)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            var length = kept + read;
            if (read == 0)
                return kept == 0;

            var whole = length - CutAtEnd(buffer.AsSpan(0, length));
            if (!System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(0, whole)))
                return false;
            kept = length - whole;
            buffer.AsSpan(whole, kept).CopyTo(buffer);
        }
    }

    /// <summary>Counts the bytes at the end that may start a character which the next block completes.</summary>
    private static int CutAtEnd(ReadOnlySpan<byte> block)
    {
        for (var back = 1; back <= Math.Min(3, block.Length); back++)
        {
            var value = block[^back];
            if (value < 0x80)
                return 0;
            if (value >= 0xC0)
                return back < (value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2) ? back : 0;
        }

        return 0;
    }
}
