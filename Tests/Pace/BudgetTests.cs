using Jobs;
using Jobs.Pace;

namespace Tests.Pace;

public sealed class BudgetTests
{
    private const string Worker = "a";
    private const string Other = "b";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(6000)]
    public void Under_a_backlog_no_minute_exceeds_the_rate_and_every_full_minute_uses_nearly_all_of_it(int rate)
    {
        var random = new Random(rate);
        var uses = new List<DateTimeOffset>();
        var budget = Of(rate);
        var end = Start.AddMinutes(20);
        for (var now = Start; now < end; now += TimeSpan.FromMilliseconds(50 + random.Next(250)))
        {
            (budget, var answer) = budget.Take(new BudgetCall(random.Next(4).ToString(), Math.Max(1, rate / 80)), now);

            // A worker uses its portion at any time of its life.
            for (var i = 0; i < answer.Granted; i++)
                uses.Add(now + Budget.PortionLife * random.NextDouble());
        }

        uses.Sort();
        Assert.InRange(MostInAnyMinute(uses), 1, rate);
        for (var minute = Start; rate >= 60 && minute + Minute < end; minute += Minute)
        {
            var used = uses.Count(use => use >= minute && use < minute + Minute);
            Assert.True(used >= 0.95 * rate, $"{used} of {rate} in the minute from {minute:T}");
        }
    }

    [Fact]
    public void Bursts_after_idle_times_never_exceed_the_rate_in_any_minute()
    {
        var random = new Random(20261121);
        for (var run = 0; run < 100; run++)
        {
            var rate = random.Next(1, 300);
            var budget = Of(rate);
            var uses = new List<DateTimeOffset>();
            var now = Start;
            for (var step = 0; step < 200; step++)
            {
                now += TimeSpan.FromSeconds(random.Next(4) == 0 ? random.Next(90) : random.NextDouble());
                (budget, var answer) = budget.Take(new BudgetCall(Worker, random.Next(1, rate + 1)), now);
                uses.AddRange(Enumerable.Range(0, answer.Granted).Select(_ => now));
            }

            Assert.InRange(MostInAnyMinute(uses), 1, rate);
        }
    }

    [Fact]
    public void An_idle_budget_grants_three_quarters_of_a_minute_at_once_and_spreads_the_rest()
    {
        var (budget, answer) = Of(60).Take(new BudgetCall(Worker, 100), Start);

        Assert.InRange(answer.Granted, 45, 46);
        Assert.Equal(BudgetLimit.Rate, answer.Why);
        var later = 0;
        for (var second = 1; second <= 59; second++)
        {
            (budget, answer) = budget.Take(new BudgetCall(Worker, 100), Start.AddSeconds(second));
            Assert.InRange(answer.Granted, 0, 1);
            later += answer.Granted;
        }

        Assert.InRange(later, 13, 15);
    }

    [Fact]
    public void A_caller_that_waits_as_long_as_told_gets_a_request()
    {
        var random = new Random(7);
        for (var run = 0; run < 100; run++)
        {
            var budget = Of(random.Next(1, 600));
            var now = Start;
            for (var step = 0; step < 100; step++)
            {
                (budget, var answer) = budget.Take(new BudgetCall(Worker, 1), now);
                if (answer.Granted == 1)
                    continue;
                now += answer.Wait;
                (budget, answer) = budget.Take(new BudgetCall(Worker, 1), now);
                Assert.Equal(1, answer.Granted);
            }
        }
    }

    [Fact]
    public void What_a_worker_gives_back_others_get()
    {
        var (budget, first) = Of(60).Take(new BudgetCall(Worker, 100), Start);

        budget = budget.Leave(Worker, 10, Start.AddSeconds(0.2));
        var (_, second) = budget.Take(new BudgetCall(Other, 100), Start.AddSeconds(0.2));

        Assert.InRange(first.Granted, 45, 46);
        Assert.InRange(second.Granted, 2, 10);
        Assert.Equal(first.Granted - 10, budget.UsedAt(Start.AddSeconds(0.2)));
    }

    [Fact]
    public void A_charge_is_paid_before_more_is_granted()
    {
        var (budget, _) = Of(60).Take(new BudgetCall(Worker, 1), Start);
        (budget, var answer) = budget.Take(new BudgetCall(Worker, 1) { Charge = 59 }, Start);

        Assert.Equal(0, answer.Granted);
        (_, answer) = budget.Take(new BudgetCall(Worker, 1), Start.AddSeconds(59));
        Assert.Equal(0, answer.Granted);
    }

    [Fact]
    public void A_clock_that_is_set_back_neither_grants_twice_nor_blocks_for_long()
    {
        var (budget, _) = Of(1).Take(new BudgetCall(Worker, 1), Start);

        var earlier = Start.AddHours(-1);
        (budget, var answer) = budget.Take(new BudgetCall(Worker, 1), earlier.AddMinutes(2));

        Assert.InRange(answer.Granted, 0, 1);
        Assert.True(answer.Wait <= TimeSpan.FromMinutes(2), $"{answer.Wait}");
    }

    [Fact]
    public void What_urgent_jobs_of_another_worker_wait_for_is_left_to_them()
    {
        var (budget, _) = Of(60).Take(new BudgetCall(Other, 100), Start);
        (budget, _) = budget.Take(Urgent(Worker), Start.AddSeconds(3.5));

        (budget, var bulk) = budget.Take(Bulk(Other), Start.AddSeconds(4.2));
        (_, var urgent) = budget.Take(Urgent(Worker), Start.AddSeconds(4.2));

        Assert.Equal(0, bulk.Granted);
        Assert.Equal(1, urgent.Granted);

        static BudgetCall Urgent(string worker) => new(worker, 1) { Waiting = 1, Priority = JobPriority.Interactive };
        static BudgetCall Bulk(string worker) => new(worker, 1) { Waiting = 9, Priority = JobPriority.Bulk };
    }

    [Fact]
    public void A_circuit_that_one_worker_opens_stops_the_others_until_one_request_probes_it()
    {
        var budget = Of(60).Open(Worker, Start.AddSeconds(30), "HTTP 429");

        var (_, stopped) = budget.Take(new BudgetCall(Other, 5), Start.AddSeconds(29));
        (budget, var probe) = budget.Take(new BudgetCall(Other, 5), Start.AddSeconds(30));
        (budget, var second) = budget.Take(new BudgetCall(Worker, 5), Start.AddSeconds(30));

        Assert.Equal((0, TimeSpan.FromSeconds(1), BudgetLimit.Circuit), (stopped.Granted, stopped.Wait, stopped.Why));
        Assert.Equal((1, true), (probe.Granted, probe.IsProbe));
        Assert.Equal((0, BudgetLimit.Circuit), (second.Granted, second.Why));
        Assert.NotNull(budget.Close(Worker).OpenUntil);
        Assert.Null(budget.Close(Other).OpenUntil);
    }

    [Fact]
    public void A_probe_that_gives_up_or_dies_makes_room_for_another()
    {
        var (budget, _) = Of(60).Open(Worker, Start, "HTTP 429").Take(new BudgetCall(Worker, 1), Start);

        var (_, afterGivingUp) = budget.GiveUpProbe(Worker).Take(new BudgetCall(Other, 1), Start);
        var (_, afterItsDeath) = budget.Take(new BudgetCall(Other, 1), Start.AddMinutes(1));

        Assert.True(afterGivingUp.IsProbe);
        Assert.True(afterItsDeath.IsProbe);
    }

    [Fact]
    public void A_shorter_pause_does_not_shorten_a_longer_one() => Assert.Equal(
        Start.AddSeconds(60),
        Of(60).Open(Worker, Start.AddSeconds(60), "long").Open(Other, Start.AddSeconds(5), "short").OpenUntil);

    [Fact]
    public void What_can_be_granted_soon_is_known_without_taking_it()
    {
        var (budget, _) = Of(60).Take(new BudgetCall(Worker, 100), Start);
        for (var second = 1; second <= 70; second++)
            (budget, _) = budget.Take(new BudgetCall(Worker, 100), Start.AddSeconds(second));
        var now = Start.AddSeconds(70.1);

        Assert.Equal(0, budget.AvailableAt(now, TimeSpan.Zero));
        Assert.InRange(budget.AvailableAt(now, TimeSpan.FromSeconds(3)), 2, 3);
        Assert.Equal(0, budget.Open(Worker, now.AddMinutes(1), "HTTP 429").AvailableAt(now, TimeSpan.FromSeconds(3)));
        Assert.Equal(1, budget.Open(Worker, now.AddSeconds(2), "HTTP 429").AvailableAt(now, TimeSpan.FromSeconds(3)));
    }

    private static Budget Of(int rate) => new() { Key = new BudgetKey("source", "default"), RequestsPerMinute = rate };

    private static int MostInAnyMinute(List<DateTimeOffset> uses)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < uses.Count; last++)
        {
            while (uses[last] - uses[first] >= Minute)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
