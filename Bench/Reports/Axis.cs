namespace Bench.Reports;

/// <summary>One axis of a plot: maps values to positions and chooses the labels.</summary>
internal sealed record Axis(double From, double To, bool IsLogarithmic, IReadOnlyList<double> Ticks)
{
    private const int Steps = 5;

    public static Axis Linear(double max)
    {
        var rough = Math.Max(max, 1e-9) / Steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 });
        var count = (int)Math.Ceiling((max / step) - 1e-9);
        return new Axis(
            0, count * step, IsLogarithmic: false, [.. Enumerable.Range(0, count + 1).Select(index => index * step)]);
    }

    /// <summary>Whole powers of ten around all values.</summary>
    public static Axis Logarithmic(double min, double max)
    {
        var first = (int)Math.Floor(Math.Log10(min));
        var last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(max)));
        return new Axis(
            Math.Pow(10, first), Math.Pow(10, last), IsLogarithmic: true,
            [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))]);
    }

    /// <summary>0 at the beginning of the axis, 1 at its end.</summary>
    public double Share(double value) => IsLogarithmic
        ? Math.Log10(value / From) / Math.Log10(To / From)
        : (value - From) / (To - From);
}
