using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Reports;

/// <param name="System">Its name and version.</param>
/// <param name="Processor">As the system calls it.</param>
/// <param name="Cores">Of them.</param>
/// <param name="LoadBefore">
/// Processes that ran or wanted to, on average over the minute before; absent where the system does not say.
/// </param>
internal sealed record Machine(string System, string Processor, int Cores, double? LoadBefore)
{
    public static Machine Now() => new(
        RuntimeInformation.OSDescription, ProcessorName(), Environment.ProcessorCount, LoadAverage());

    /// <summary>The average over the last minute.</summary>
    public static double? LoadAverage() =>
        File.Exists("/proc/loadavg")
            ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
            : null;

    public override string ToString()
    {
        var load = LoadBefore is { } before
            ? $", load {before.ToString("0.0", CultureInfo.InvariantCulture)} before"
            : "";
        return $"{Cores} cores ({Processor}), {System}{load}";
    }

    private static string ProcessorName() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
