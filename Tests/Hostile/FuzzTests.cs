using Bench.Fuzzing;
using Tests.Support;

namespace Tests.Hostile;

/// <summary>Some seconds of what <c>Bench -- fuzz</c> does for hours.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 4_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_parser_refuses_or_reads_mutated_inputs_within_its_bounds(int seed)
    {
        using var folder = new TempFolder();

        var report = new Fuzzer(FuzzTargets.All(folder.Path), seed).Run(number => number < Inputs);

        Assert.True(
            report.Findings.Count == 0,
            string.Join('\n', report.Findings.Select(
                one => $"{one.Target}: {one.Reason} {Convert.ToBase64String(one.Input)}")));
        Assert.Equal(Inputs, report.Inputs.Values.Sum());
    }

    [Fact]
    public void A_parser_that_throws_allocates_or_computes_too_much_is_found()
    {
        FuzzTarget[] wrong =
        [
            new("throws", _ => throw new FormatException("x"), [[1]]),
            new("allocates", _ => GC.KeepAlive(new byte[Fuzzer.MaxBytes + 1]), [[1]]),
            new("computes", _ => Compute(), [[1]]),
        ];

        var report = new Fuzzer(wrong, 1).Run(number => number < wrong.Length);

        Assert.Equal(["throws", "allocates", "computes"], report.Findings.Select(finding => finding.Target));
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        using var folder = new TempFolder();
        foreach (var target in FuzzTargets.All(folder.Path))
            Assert.Equal(Mutation.Of(target, new Random(5)), Mutation.Of(target, new Random(5)));
    }

    private static void Compute()
    {
        for (var start = ThreadTime.Now(); ThreadTime.Now() - start < Fuzzer.MaxTime;)
        {
        }
    }
}
