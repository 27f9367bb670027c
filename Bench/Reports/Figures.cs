using System.Globalization;

namespace Bench.Reports;

/// <summary>Numbers as people read them: three digits that matter, and thousands apart.</summary>
internal static class Figures
{
    public static string Show(double value, string unit)
    {
        var number = Math.Abs(value) switch
        {
            >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };
        return unit.Length == 0 ? number : $"{number} {unit}";
    }
}
