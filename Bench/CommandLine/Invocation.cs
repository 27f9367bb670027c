using System.Text;

namespace Bench.CommandLine;

/// <param name="Command">Absent when two results are compared.</param>
/// <param name="Options">What came after it.</param>
internal sealed record Invocation(Command? Command, BenchOptions Options)
{
    /// <returns>Null when all was understood, else what to type.</returns>
    public static string? TryParse(string[] arguments, out Invocation? invocation)
    {
        invocation = null;
        if (arguments is [])
            return Usage();

        var command = Command.All.FirstOrDefault(command => command.Name == arguments[0]);
        if (command is null && arguments[0] != "--compare")
            return $"There is no \"{arguments[0]}\".\n\n{Usage()}";
        if (OptionsParser.TryParse(arguments.AsSpan(command is null ? 0 : 1), command?.Defaults ?? new(), out var options) is { } problem)
            return problem;
        if (command is { NeedsBoundaries: true } && options.Boundaries is null)
            return $"\"{command.Name}\" needs districts: add --boundaries and a GeoJSON file that is there; docs/files.md says where to get one of Korea.";

        invocation = new Invocation(command, options);
        return null;
    }

    private static string Usage()
    {
        var text = new StringBuilder("dotnet run -c Release --project Bench -- COMMAND [OPTIONS]\n\n");
        foreach (var command in Command.All)
            text.Append($"  {command.Name,-12}{command.Summary}\n");
        return text.Append(
            """

              --rate 50  --duration 10s  --latency 1.2s  --spread 0s  --error-rate 0  --give-up 10s
              --workers 2  --in-flight 64  --jobs 2000  --connections 50  --no-faults
              drain is measured with --workers 1 --latency 200ms unless it is told otherwise
              --rows 1000000  --boundaries FILE         for lookup and files
              --json FILE  --html FILE  --svg FILE      write what was measured, as data, page or picture
              --compare BEFORE.json AFTER.json          put two results side by side, without measuring
            """).ToString();
    }
}
