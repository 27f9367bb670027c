using Bench.Loads;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Bench;

public sealed class HistogramProperties
{
    private static readonly double[] Shares = [0.01, 0.5, 0.9, 0.99, 1];

    [Fact]
    public void Every_percentile_is_right_to_three_digits()
    {
        // From a microsecond to hours.
        var durations = Gen.Choose(0, 10_000)
            .SelectMany(value => Gen.Choose(0, 20).Select(doublings => (long)value << doublings));

        Prop.ForAll(durations.NonEmptyListOf().ToArbitrary(), values =>
        {
            var histogram = new Histogram();
            foreach (var value in values)
                histogram.Record(TimeSpan.FromMicroseconds(value));
            var ordered = values.Order().ToList();
            foreach (var share in Shares)
            {
                var exact = ordered[Math.Max(1, (int)Math.Ceiling(share * ordered.Count)) - 1];
                var found = histogram.Percentile(share).TotalMicroseconds;
                Assert.InRange(found, exact, exact * 1.001 + 1);
            }

            Assert.Equal(ordered[^1], histogram.Max.TotalMicroseconds);
        }).Check(Config.QuickThrowOnFailure.WithReplay(20, 27));
    }

    [Fact]
    public void Nothing_recorded_is_nothing()
    {
        var histogram = new Histogram();

        Assert.Equal((0L, TimeSpan.Zero, TimeSpan.Zero), (histogram.Count, histogram.Percentile(0.5), histogram.Mean));
    }
}
