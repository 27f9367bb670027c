using Bench.CommandLine;

namespace Tests.Bench;

public sealed class InvocationTests
{
    [Fact]
    public void Options_are_read_in_the_units_that_people_use()
    {
        var problem = Invocation.TryParse(
            ["transports", "--rate", "500", "--latency", "250ms", "--duration", "1.5s", "--give-up", "10", "--no-faults", "--html", "x.html"],
            out var invocation);

        Assert.Null(problem);
        Assert.Equal("transports", invocation!.Command!.Name);
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
            invocation.Options);
    }

    [Fact]
    public void A_command_has_defaults_of_its_own_and_options_change_them()
    {
        Assert.Null(Invocation.TryParse(["drain", "--jobs", "5000"], out var plain));
        Assert.Null(Invocation.TryParse(["drain", "--workers", "2", "--latency", "1.2"], out var told));

        Assert.Equal(
            (5000, 1, TimeSpan.FromMilliseconds(200)),
            (plain!.Options.Jobs, plain.Options.Workers, plain.Options.Latency));
        Assert.Equal((2, TimeSpan.FromSeconds(1.2)), (told!.Options.Workers, told.Options.Latency));
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("accept", "--rate")]
    [InlineData("accept", "--rate", "-1")]
    [InlineData("accept", "--workers", "9")]
    [InlineData("accept", "--compare", "a.json")]
    public void What_is_not_understood_is_named(params string[] arguments)
    {
        var problem = Invocation.TryParse(arguments, out var invocation);

        Assert.Null(invocation);
        Assert.Contains(arguments.Length == 1 ? arguments[0] : arguments[1], problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_results_are_compared_without_a_command()
    {
        Assert.Null(Invocation.TryParse(["--compare", "a.json", "b.json"], out var invocation));

        Assert.Null(invocation!.Command);
        Assert.Equal(("a.json", "b.json"), invocation.Options.Compare);
    }
}
