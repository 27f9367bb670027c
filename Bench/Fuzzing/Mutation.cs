using System.IO.Compression;
using System.Text;

namespace Bench.Fuzzing;

/// <summary>Makes an input from others: a seeded number of small changes. Pure.</summary>
internal static class Mutation
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxChanges = 8;

    /// <summary>The time of every entry, so that the same seed makes the same bytes.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Texts that mean something to many parsers.</summary>
    private static readonly byte[][] CommonWords =
    [
        .. new[]
        {
            "\0", "\r", "\n", "\"", "'", "\\", "{", "}", "[", "]", ",", ";", ":", "<", ">", "&", "&#0;", "&lt;", "&x;",
            "null", "true", "0", "-0", "-1", "1e999", "NaN", "2147483648", "4294967296", "9223372036854775808",
            "99999999999999999999", "../", "file:///", "\u202E", "\uFEFF", "\u0000", "\uD83D\uDE00", "\\uD800", "%00",
            "http://", "https://[::1]", "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Of(FuzzTarget target, Random random)
    {
        var seed = target.Seeds[random.Next(target.Seeds.Count)];
        var plain = target.Form == PackedForm.Plain || random.Next(4) == 0;
        try
        {
            return plain ? Change(seed, target, random)
                : target.Form == PackedForm.Gzip ? InGzip(seed, target, random)
                : InZip(seed, target, random);
        }
        catch (InvalidDataException)
        {
            // A seed that is broken on purpose.
            return Change(seed, target, random);
        }
    }

    private static byte[] InGzip(byte[] seed, FuzzTarget target, Random random)
    {
        using var inner = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(seed), CompressionMode.Decompress))
            gzip.CopyTo(inner);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Change(inner.ToArray(), target, random));
        return packed.ToArray();
    }

    private static byte[] InZip(byte[] seed, FuzzTarget target, Random random)
    {
        using var packed = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(seed)))
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var chosen = random.Next(from.Entries.Count);
            for (var i = 0; i < from.Entries.Count; i++)
            {
                if (i == chosen && random.Next(20) == 0)
                    continue;
                using var content = new MemoryStream();
                using (var entry = from.Entries[i].Open())
                    entry.CopyTo(content);
                var copy = to.CreateEntry(from.Entries[i].FullName, CompressionLevel.Fastest);
                copy.LastWriteTime = Epoch;
                using var written = copy.Open();
                written.Write(i == chosen ? Change(content.ToArray(), target, random) : content.ToArray());
            }
        }

        return packed.ToArray();
    }

    private static byte[] Change(byte[] seed, FuzzTarget target, Random random)
    {
        var bytes = new List<byte>(seed);
        for (var changes = random.Next(1, MaxChanges); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var count = Math.Min(bytes.Count - at, 1 << random.Next(10));
            switch (random.Next(9))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                    break;
                case 5:
                    Splice(bytes, at, target.Seeds[random.Next(target.Seeds.Count)], random);
                    break;
                case 6:
                    ReplaceNumber(bytes, at, random);
                    break;
                default:
                    bytes.InsertRange(at, Word(target, random));
                    break;
            }
        }

        return bytes.Count > MaxBytes ? [.. bytes.Take(MaxBytes)] : [.. bytes];
    }

    private static void Splice(List<byte> bytes, int at, byte[] other, Random random)
    {
        var from = random.Next(other.Length + 1);
        bytes.InsertRange(at, other.Skip(from).Take(1 << random.Next(12)));
    }

    /// <summary>Replaces the next number, which is where lengths, positions, and times are.</summary>
    private static void ReplaceNumber(List<byte> bytes, int at, Random random)
    {
        var first = bytes.FindIndex(Math.Min(at, bytes.Count), IsDigit);
        if (first < 0)
            return;
        var last = first;
        while (last < bytes.Count && IsDigit(bytes[last]))
            last++;
        bytes.RemoveRange(first, last - first);
        bytes.InsertRange(first, Encoding.ASCII.GetBytes(random.Next(6) switch
        {
            0 => "0",
            1 => "-1",
            2 => "4294967296",
            3 => "9223372036854775807",
            4 => "1e308",
            _ => $"{random.NextInt64()}",
        }));
    }

    private static bool IsDigit(byte one) => one is >= (byte)'0' and <= (byte)'9';

    private static byte[] Word(FuzzTarget target, Random random)
    {
        var number = random.Next(CommonWords.Length + target.Words.Count);
        return number < CommonWords.Length
            ? CommonWords[number]
            : Encoding.UTF8.GetBytes(target.Words[number - CommonWords.Length]);
    }
}
