namespace StandIn.Pages;

/// <summary>
/// Draws a small landscape as a baseline JPEG, so that videos look different at a glance. Every 8×8 block has one
/// color, so only its first coefficients are coded and no imaging library is needed. ITU-T T.81.
/// </summary>
internal static class MosaicJpeg
{
    private const int Block = 8;

    public static byte[] Draw(int width, int height, ulong seed)
    {
        var landscape = new Landscape(seed);
        var (columns, rows) = ((width + Block - 1) / Block, (height + Block - 1) / Block);
        var bits = new BitWriter();
        Span<int> before = [0, 0, 0];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                // With a quantizer of 8, the first coefficient of a flat block is its value.
                var colour = landscape.ColourAt((column + 0.5) / columns, (row + 0.5) / rows, (double)width / height);
                for (var component = 0; component < before.Length; component++)
                {
                    WriteDifference(bits, colour[component] - before[component]);
                    bits.Write(EndOfBlock, 1);
                    before[component] = colour[component];
                }
            }
        }

        return [.. Header(width, height), .. bits.Finish(), 0xFF, 0xD9];
    }

    // The table in Header: 12 categories, all of 4 bits, numbered in their order; one code, of 1 bit, for the end of a
    // block.
    private const int CategoryBits = 4;
    private const int EndOfBlock = 0;

    private static void WriteDifference(BitWriter bits, int difference)
    {
        var size = difference == 0 ? 0 : (int)Math.Log2(Math.Abs(difference)) + 1;
        bits.Write(size, CategoryBits);
        if (size > 0)
            bits.Write(difference > 0 ? difference : difference + (1 << size) - 1, size);
    }

    private static byte[] Header(int width, int height) =>
    [
        0xFF, 0xD8,
        0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)Block, 64),
        0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x11, 0, 2,
        0x11, 0, 3, 0x11, 0,
        0xFF, 0xC4, 0, 31, 0x00, .. Lengths(CategoryBits, 12), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
        0xFF, 0xC4, 0, 20, 0x10, .. Lengths(1, 1), EndOfBlock,
        0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0,
    ];

    /// <summary>Number of codes of 1, 2, … 16 bits, when all have one length.</summary>
    private static IEnumerable<byte> Lengths(int bits, byte codes) =>
        Enumerable.Range(1, 16).Select(length => length == bits ? codes : (byte)0);

    private sealed class BitWriter
    {
        private readonly List<byte> bytes = new(8 * 1024);
        private int pending;
        private int count;

        public void Write(int value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--)
            {
                pending = (pending << 1) | ((value >> bit) & 1);
                if (++count < 8)
                    continue;
                Add((byte)pending);
                pending = 0;
                count = 0;
            }
        }

        /// <summary>Fills the last byte with ones, as the standard asks.</summary>
        public List<byte> Finish()
        {
            while (count > 0)
                Write(1, 1);
            return bytes;
        }

        // A zero after a byte of ones marks it as data, not as a marker.
        private void Add(byte value)
        {
            bytes.Add(value);
            if (value == 0xFF)
                bytes.Add(0);
        }
    }
}
