using System.Globalization;
using Tables;

namespace Geocoding.Points;

/// <summary>Reads a point from two cells as people write them.</summary>
public static class PointReader
{
    private const int ShownCharacters = 40;

    public static PointReading Read(Cell x, Cell y)
    {
        var (xText, yText) = (x.Text.Trim(), y.Text.Trim());
        if (xText.Length == 0 || yText.Length == 0)
            return new PointReading.Problem((xText.Length == 0, yText.Length == 0) switch
            {
                (true, true) => "x and y are missing.",
                (true, false) => "x is missing.",
                _ => "y is missing.",
            });
        if (!TryNumber(xText, out var longitude))
            return NotANumber("x", xText);
        if (!TryNumber(yText, out var latitude))
            return NotANumber("y", yText);
        if (Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90)
            return new PointReading.Point(longitude, latitude);
        if (Math.Abs(latitude) <= 180 && Math.Abs(longitude) <= 90)
            return new PointReading.Swapped(longitude, latitude);
        return Math.Abs(longitude) > 180
            ? OutOfRange("x", longitude, "A longitude is from -180 to 180.")
            : OutOfRange("y", latitude, "A latitude is from -90 to 90.");
    }

    /// <summary>Reads a decimal number with a point, or a comma as in most of Europe; no group separators.</summary>
    public static bool TryNumber(string text, out double number)
    {
        ArgumentNullException.ThrowIfNull(text);
        const NumberStyles style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var decimalPoint = text.Contains(',', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
            ? text.Replace(',', '.')
            : text;
        return double.TryParse(decimalPoint, style, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    private static PointReading.Problem NotANumber(string name, string text) =>
        new($"{name} is not a number: \"{Shown(text)}\".");

    private static PointReading.Problem OutOfRange(string name, double number, string range) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name} is out of range: {number}. {range}"));

    private static string Shown(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
}
