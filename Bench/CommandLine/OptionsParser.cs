using System.Globalization;

namespace Bench.CommandLine;

/// <summary>Reads the arguments after the command.</summary>
internal static class OptionsParser
{
    /// <param name="arguments">As they were typed.</param>
    /// <param name="defaults">What holds where they say nothing.</param>
    /// <param name="options">Both together.</param>
    /// <returns>Null when all was understood, else what to change, in a sentence.</returns>
    public static string? TryParse(ReadOnlySpan<string> arguments, BenchOptions defaults, out BenchOptions options)
    {
        options = defaults;
        while (arguments is [var name, ..])
        {
            var values = name == "--compare" ? 2 : name == "--no-faults" ? 0 : 1;
            if (arguments.Length <= values)
                return $"{name} needs {(values == 1 ? "a value" : "two files")} after it.";
            if (Apply(options, name, arguments.Slice(1, values)) is not { } changed)
                return $"\"{string.Join(' ', arguments[..(values + 1)].ToArray())}\" was not understood: run without arguments to see what there is.";
            options = changed;
            arguments = arguments[(values + 1)..];
        }

        return null;
    }

    private static BenchOptions? Apply(BenchOptions options, string name, ReadOnlySpan<string> values) => name switch
    {
        "--rate" when Number(values[0]) is > 0 and var rate => options with { Rate = rate },
        "--duration" when Duration(values[0]) is { } duration => options with { Duration = duration },
        "--latency" when Duration(values[0]) is { } latency => options with { Latency = latency },
        "--spread" when Duration(values[0]) is { } spread => options with { Spread = spread },
        "--error-rate" when Number(values[0]) is >= 0 and < 1 and var errors => options with { ErrorRate = errors },
        "--give-up" when Duration(values[0]) is { } waitLimit => options with { GiveUp = waitLimit },
        "--workers" when Count(values[0]) is { } workers and <= Fleet.FleetSettings.MaxWorkers => options with { Workers = workers },
        "--in-flight" when Count(values[0]) is { } inFlight and <= 4096 => options with { InFlight = inFlight },
        "--jobs" when Count(values[0]) is { } jobs and <= 1_000_000 => options with { Jobs = jobs },
        "--connections" when Count(values[0]) is { } connections and <= 10_000 => options with { Connections = connections },
        "--rows" when Count(values[0]) is { } rows and <= 1_048_575 => options with { Rows = rows },
        "--boundaries" when File.Exists(values[0]) => options with { Boundaries = Path.GetFullPath(values[0]) },
        "--no-faults" => options with { WithFaults = false },
        "--json" => options with { Json = values[0] },
        "--html" => options with { Html = values[0] },
        "--svg" => options with { Svg = values[0] },
        "--compare" => options with { Compare = (values[0], values[1]) },
        _ => null,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>As <c>1.2s</c>, <c>500ms</c> or, in seconds, <c>10</c>.</summary>
    private static TimeSpan? Duration(string text)
    {
        var (number, unit) = text switch
        {
            [.. var before, 'm', 's'] => (before, 0.001),
            [.. var before, 's'] => (before, 1.0),
            _ => (text, 1.0),
        };
        return Number(number) is { } value and >= 0 and < 100_000 ? TimeSpan.FromSeconds(value * unit) : null;
    }
}
