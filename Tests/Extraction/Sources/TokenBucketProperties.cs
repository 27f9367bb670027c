using Extraction.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Extraction.Sources;

public sealed class TokenBucketProperties
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(300)
        .WithReplay(new Replay(new Rnd(2026, 21), null));
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A rate, and the pauses between tries, in milliseconds.</summary>
    private static readonly Gen<(int PerMinute, int[] Pauses)> Loads =
        from perMinute in Gen.Choose(1, 600)
        from pauses in Gen.Choose(0, 5_000).ArrayOf().Select(pauses => pauses.Take(200).ToArray())
        select (perMinute, pauses);

    [Fact]
    public void No_interval_yields_more_than_a_minutes_worth_plus_the_refill()
    {
        Check.One(Seeded, Prop.ForAll(Arb.From(Loads), load =>
        {
            var taken = Taken(new TokenBucket(load.PerMinute, Start), load.Pauses);
            return taken.Select((from, index) => (from, index)).All(first =>
                taken.Skip(first.index).Select((to, more) => (to, more)).All(last =>
                last.more + 1 <= load.PerMinute + (last.to - first.from).TotalMinutes * load.PerMinute + 1e-6));
        }));
    }

    [Fact]
    public void A_caller_that_waits_as_long_as_asked_gets_a_token()
    {
        Check.One(Seeded, Prop.ForAll(Arb.From(Loads), load =>
        {
            var bucket = new TokenBucket(load.PerMinute, Start);
            var now = Start;
            foreach (var pause in load.Pauses)
            {
                now += TimeSpan.FromMilliseconds(pause);
                if (!bucket.TryTake(now) && !bucket.TryTake(now += bucket.Wait(now) + TimeSpan.FromTicks(10)))
                    return false;
            }

            return true;
        }));
    }

    [Fact]
    public void Turns_are_reserved_no_faster_than_tokens_arrive()
    {
        Check.One(Seeded, Prop.ForAll(Arb.From(Loads), load =>
        {
            var bucket = new TokenBucket(load.PerMinute, Start);
            var now = Start;
            var turns = new List<DateTimeOffset>();
            foreach (var pause in load.Pauses)
            {
                now += TimeSpan.FromMilliseconds(pause);
                turns.Add(now + bucket.TakeTurn(now, TimeSpan.Zero));
            }

            var apart = TimeSpan.FromMinutes(1) / load.PerMinute - TimeSpan.FromTicks(10);
            return turns.Zip(turns.Skip(1)).All(pair => pair.Second - pair.First >= apart);
        }));
    }

    [Fact]
    public void A_charge_is_paid_back_before_more_tokens_are_given()
    {
        var bucket = new TokenBucket(60, Start);
        Assert.True(bucket.TryTake(Start));
        bucket.Charge(Start, 69);

        Assert.False(bucket.TryTake(Start + TimeSpan.FromSeconds(10.9)));
        Assert.True(bucket.TryTake(Start + TimeSpan.FromSeconds(11.1)));
    }

    [Fact]
    public void Returned_tokens_never_exceed_a_minutes_worth()
    {
        var bucket = new TokenBucket(5, Start);

        bucket.Charge(Start, -100);

        Assert.Equal(5, bucket.Level(Start));
    }

    [Fact]
    public void A_clock_that_is_set_back_changes_nothing()
    {
        var bucket = new TokenBucket(1, Start);
        Assert.True(bucket.TryTake(Start));

        Assert.False(bucket.TryTake(Start - TimeSpan.FromHours(1)));
        Assert.True(bucket.Wait(Start - TimeSpan.FromHours(1)) <= TimeSpan.FromMinutes(1));
    }

    private static List<DateTimeOffset> Taken(TokenBucket bucket, int[] pauses)
    {
        var now = Start;
        var taken = new List<DateTimeOffset>();
        foreach (var pause in pauses)
        {
            now += TimeSpan.FromMilliseconds(pause);
            while (taken.Count < 300 && bucket.TryTake(now))
                taken.Add(now);
        }

        return taken;
    }
}
