namespace StandIn.Pages;

/// <summary>A sky with a sun over two lines of hills, with colors and shapes derived from a number. Pure.</summary>
internal sealed class Landscape(ulong seed)
{
    private readonly double hue = seed % 360 * Math.PI / 180;
    private readonly double phase = seed / 360 % 100 / 100.0 * Math.Tau;
    private readonly double sunX = 0.2 + (seed / 36_000 % 60 / 100.0);
    private readonly double sunY = 0.2 + (seed / 2_160_000 % 20 / 100.0);

    /// <param name="x">0 to 1, from the left.</param>
    /// <param name="y">0 to 1, from above.</param>
    /// <param name="ratio">Width by height, so that the sun is round.</param>
    /// <returns>Luma and the two chromas, each from -128 to 127.</returns>
    public int[] ColourAt(double x, double y, double ratio)
    {
        if (y > 0.78 + (0.07 * Math.Sin((x * 7) + phase)))
            return Colour(-78, 26, hue + 0.6);
        if (y > 0.6 + (0.1 * Math.Sin((x * 4.3) + (2 * phase))))
            return Colour(-38, 34, hue + 0.3);
        var (dx, dy) = ((x - sunX) * ratio, y - sunY);
        return (dx * dx) + (dy * dy) < 0.016
            ? Colour(104, 14, hue + Math.PI)
            : Colour(20 + (70 * y), 46 - (24 * y), hue);
    }

    private static int[] Colour(double luma, double chroma, double hue) =>
        [(int)luma, (int)(chroma * Math.Cos(hue)), (int)(chroma * Math.Sin(hue))];
}
