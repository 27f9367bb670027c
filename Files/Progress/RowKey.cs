using System.Security.Cryptography;
using System.Text;

namespace Files.Progress;

/// <summary>Packs the keys of jobs: hundreds of thousands of them stay in memory while a file is watched.</summary>
internal static class RowKey
{
    private const int Packed = 15;

    /// <summary>Returns a short key itself, such as a video ID, and the digest of a longer one.</summary>
    public static UInt128 Of(string key)
    {
        if (key.Length > Packed || !Ascii.IsValid(key))
            return BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

        var packed = (UInt128)key.Length;
        foreach (var letter in key)
            packed = (packed << 8) | letter;
        return packed;
    }
}
