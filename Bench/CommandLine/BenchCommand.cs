using System.CommandLine;

namespace Bench.CommandLine;

/// <summary>The command line: a command for each scenario, and one that compares two results.</summary>
internal static class BenchCommand
{
    /// <param name="run">Runs a scenario and returns the exit code.</param>
    /// <param name="compare">Compares two result files and returns the exit code.</param>
    public static RootCommand Create(
        Func<Scenario, BenchOptions, CancellationToken, Task<int>> run,
        Func<string, string, CancellationToken, Task<int>> compare)
    {
        var root = new RootCommand(
            "Measures the product from outside: dotnet run -c Release --project Bench -- COMMAND");
        foreach (var scenario in Scenario.All)
            root.Add(CommandOf(scenario, run));
        root.Add(CompareCommand(compare));
        root.Add(SimulateCommand.Create());
        root.Add(FuzzCommand.Create());
        return root;
    }

    private static Command CommandOf(Scenario scenario, Func<Scenario, BenchOptions, CancellationToken, Task<int>> run)
    {
        var options = new ScenarioOptions();
        var command = new Command(scenario.Name, scenario.Summary);
        options.AddTo(command);
        if (scenario.NeedsBoundaries)
        {
            command.Validators.Add(result =>
            {
                if (!options.HasBoundaries(result))
                {
                    result.AddError(
                        $"{scenario.Name} needs districts: add --boundaries and a GeoJSON file; "
                        + "docs/files.md says where to get one of Korea.");
                }
            });
        }

        command.SetAction((result, token) => run(scenario, options.Read(result, scenario.Defaults), token));
        return command;
    }

    private static Command CompareCommand(Func<string, string, CancellationToken, Task<int>> compare)
    {
        var before = new Argument<string>("BEFORE.json");
        var after = new Argument<string>("AFTER.json");
        var command = new Command("compare", "Prints two results next to each other, without measuring.")
        {
            before,
            after,
        };
        command.SetAction((result, token) =>
            compare(result.GetRequiredValue(before), result.GetRequiredValue(after), token));
        return command;
    }
}
