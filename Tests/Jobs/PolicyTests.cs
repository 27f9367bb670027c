using FsCheck;
using FsCheck.Fluent;
using Jobs;
using Jobs.Failures;

namespace Tests.Jobs;

public sealed class PolicyTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20260301, 7),
        null)).WithMaxTest(500);

    private static readonly JobsOptions Options = new();

    [Fact]
    public void Backoff_stays_between_half_and_the_whole_of_its_bound() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        ArbMap.Default.ArbFor<PositiveInt>(),
        (attempt, seed) =>
        {
            var random = new Random(seed.Get).NextDouble();
            var delay = Backoff.Delay(attempt.Get, Options.RetryBaseDelay, Options.RetryMaxDelay, random);
            var full = attempt.Get > 20
                ? Options.RetryMaxDelay
                : TimeSpan.FromTicks(
                    Math.Min(Options.RetryBaseDelay.Ticks << (attempt.Get - 1), Options.RetryMaxDelay.Ticks));
            return delay >= full / 2 - TimeSpan.FromTicks(1) && delay <= full;
        }).Check(Seeded);

    [Fact]
    public void Backoff_begins_with_attempt_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Backoff.Delay(0, Options.RetryBaseDelay, Options.RetryMaxDelay, 0));

    [Fact]
    public void A_verdict_keeps_every_bound() => Prop.ForAll(
        Gen.Elements(Enum.GetValues<FailureKind>()).ToArbitrary(),
        ArbMap.Default.ArbFor<PositiveInt>(),
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        (kind, attempt, seconds) =>
        {
            var age = TimeSpan.FromSeconds(seconds.Get * 10_000.0);
            var failure = new Failure(kind, "reason", seconds.Get % 2 == 0 ? null : TimeSpan.FromSeconds(seconds.Get));
            return FailurePolicy.Decide(failure, attempt.Get, age, Options, 0.5) switch
            {
                Verdict.Retry retry => kind is not (FailureKind.Unavailable or FailureKind.Invalid)
                    && age < Options.GiveUpAfter
                    && (kind == FailureKind.RateLimited ? !retry.Counted : retry.Counted
                    && attempt.Get < Options.MaxAttempts)
                    && retry.Delay > TimeSpan.Zero
                    && retry.Delay <= Options.RetryMaxDelay + Options.RetryBaseDelay
                    && (failure.RetryAfter is not { } asked || asked > Options.RetryMaxDelay || retry.Delay >= asked),
                Verdict.Fail fail => kind == FailureKind.Unavailable
                    ? !fail.DeadLetter
                    : fail.DeadLetter && (kind == FailureKind.Invalid || age >= Options.GiveUpAfter
                    || attempt.Get >= Options.MaxAttempts),
                _ => false,
            };
        }).Check(Seeded);

    [Fact]
    public void A_job_that_waits_for_its_turn_goes_back_to_the_store_at_any_age()
    {
        var failure = new Failure(FailureKind.RateLimited, "The budget is used up.") { WaitsForTurn = true };

        var verdict = FailurePolicy.Decide(failure, 1000, TimeSpan.FromDays(365), Options, 0.5);

        Assert.IsType<Verdict.PutBack>(verdict);
    }

    [Fact]
    public void A_job_that_ended_changes_only_by_a_rerun()
    {
        foreach (var from in JobStates.All.Where(state => state.IsTerminal()))
        {
            var moves = JobStates.All.Where(to => JobStates.CanMove(from, to));
            Assert.Equal(from == JobState.Succeeded ? [] : [JobState.Accepted], moves);
        }
    }

    [Fact]
    public void Every_open_state_can_be_canceled_and_can_reach_every_end()
    {
        foreach (var from in JobStates.All.Where(state => !state.IsTerminal()))
        {
            Assert.True(JobStates.CanMove(from, JobState.Cancelled));
            Assert.Equal(from is not JobState.Running, JobStates.CanMove(from, JobState.Running));
        }

        Assert.All(
            [JobState.Succeeded, JobState.Failed, JobState.Retrying],
            end => Assert.True(JobStates.CanMove(JobState.Running, end)));
    }
}
