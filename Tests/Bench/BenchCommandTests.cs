using Bench.CommandLine;

namespace Tests.Bench;

public sealed class BenchCommandTests
{
    private readonly List<(string Scenario, BenchOptions Options)> runs = [];
    private readonly List<(string Before, string After)> comparisons = [];

    [Fact]
    public async Task Options_are_read_in_the_units_that_people_use()
    {
        var code = await InvokeAsync(
            "transports", "--rate", "500", "--latency", "250ms", "--duration", "1.5s", "--give-up", "10",
            "--no-faults", "--html", "x.html");

        Assert.Equal(0, code);
        var (scenario, options) = Assert.Single(runs);
        Assert.Equal("transports", scenario);
        Assert.Equal(
            new BenchOptions
            {
                Rate = 500,
                Latency = TimeSpan.FromMilliseconds(250),
                Duration = TimeSpan.FromSeconds(1.5),
                GiveUp = TimeSpan.FromSeconds(10),
                WithFaults = false,
                Html = "x.html",
            },
            options);
    }

    [Fact]
    public async Task A_command_has_defaults_of_its_own_and_options_change_them()
    {
        await InvokeAsync("drain", "--jobs", "5000");
        await InvokeAsync("drain", "--workers", "2", "--latency", "1.2");

        var (plain, changed) = (runs[0].Options, runs[1].Options);
        Assert.Equal((5000, 1, TimeSpan.FromMilliseconds(200)), (plain.Jobs, plain.Workers, plain.Latency));
        Assert.Equal((2, TimeSpan.FromSeconds(1.2)), (changed.Workers, changed.Latency));
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("accept", "--rate")]
    [InlineData("accept", "--rate", "-1")]
    [InlineData("accept", "--workers", "9")]
    [InlineData("lookup", "--boundaries", "no-such-file.geojson")]
    [InlineData("accept", "--compare", "a.json")]
    public async Task An_argument_that_is_not_understood_is_named(params string[] arguments)
    {
        var error = new StringWriter();

        var code = await InvokeAsync(error, arguments);

        Assert.NotEqual(0, code);
        Assert.Empty(runs);
        Assert.Contains(arguments.Length == 1 ? arguments[0] : arguments[1], error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_with_districts_asks_for_the_file_of_districts()
    {
        var error = new StringWriter();

        var code = await InvokeAsync(error, "lookup");

        Assert.NotEqual(0, code);
        Assert.Empty(runs);
        Assert.Contains("lookup needs districts: add --boundaries", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_results_are_compared_without_measuring()
    {
        await InvokeAsync("compare", "a.json", "b.json");

        Assert.Empty(runs);
        Assert.Equal(("a.json", "b.json"), Assert.Single(comparisons));
    }

    private Task<int> InvokeAsync(params string[] arguments) => InvokeAsync(TextWriter.Null, arguments);

    private Task<int> InvokeAsync(TextWriter error, params string[] arguments) => BenchCommand
        .Create(
            (scenario, options, _) =>
            {
                runs.Add((scenario.Name, options));
                return Task.FromResult(0);
            },
            (before, after, _) =>
            {
                comparisons.Add((before, after));
                return Task.FromResult(0);
            })
        .Parse(arguments)
        .InvokeAsync(new() { Error = error, Output = TextWriter.Null });
}
