using System.CommandLine.Parsing;
using System.Globalization;

namespace Bench.CommandLine;

/// <summary>Parses option values; an error is one sentence that names the option and says what it takes.</summary>
internal static class OptionValue
{
    private const double MaxSeconds = 100_000;

    public static Func<ArgumentResult, double> Number(Func<double, bool> isAllowed, string takes) => result =>
        double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && isAllowed(value)
            ? value
            : Refuse<double>(result, takes);

    public static Func<ArgumentResult, int> Count(int atMost) => result =>
        int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value > 0 && value <= atMost
            ? value
            : Refuse<int>(result, $"a whole number from 1 to {atMost}");

    /// <summary>Reads <c>1.2s</c>, <c>500ms</c>, or seconds without a unit.</summary>
    public static TimeSpan Duration(ArgumentResult result)
    {
        var (number, unit) = Text(result) switch
        {
            [.. var before, 'm', 's'] => (before, 0.001),
            [.. var before, 's'] => (before, 1.0),
            var text => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and < MaxSeconds
            ? TimeSpan.FromSeconds(value * unit)
            : Refuse<TimeSpan>(result, "a duration such as 1.2s or 500ms");
    }

    public static FileInfo? ExistingFile(ArgumentResult result) =>
        File.Exists(Text(result)) ? new FileInfo(Text(result)) : Refuse<FileInfo?>(result, "a file that exists");

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";

    private static T Refuse<T>(ArgumentResult result, string takes)
    {
        var name = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{name} takes {takes}, not \"{Text(result)}\".");
        return default!;
    }
}
