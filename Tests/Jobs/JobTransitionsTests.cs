using Jobs;
using Jobs.Stores;
using Jobs.Transitions;
using Tests.Support;
using Xunit.Abstractions;

namespace Tests.Jobs;

public sealed class JobTransitionsTests(ITestOutputHelper output)
{
    [Fact]
    public void The_table_gives_the_moves_between_states()
    {
        foreach (var transition in JobTransitions.All)
            output.WriteLine($"{transition,-16} {string.Join(", ", transition.From)} -> {transition.To}");

        var moves = from start in JobStates.All
                    from end in JobStates.All
                    where JobStates.CanMove(start, end)
                    select $"{start} -> {end}";

        Assert.Equal(
            [
                "Accepted -> Queued", "Accepted -> Running", "Accepted -> Cancelled",
                "Queued -> Queued", "Queued -> Running", "Queued -> Cancelled",
                "Running -> Accepted", "Running -> Retrying", "Running -> Succeeded",
                "Running -> Failed",
                "Running -> Cancelled",
                "Retrying -> Queued", "Retrying -> Running", "Retrying -> Cancelled",
                "Failed -> Accepted",
                "Cancelled -> Accepted",
            ],
            moves);
    }

    [Fact]
    public void Every_transition_of_the_table_is_listed_under_its_own_name()
    {
        var declared = typeof(JobTransitions).GetProperties()
            .Where(property => property.PropertyType == typeof(JobTransition))
            .Select(property => (JobTransition)property.GetValue(null)!);

        Assert.Equal(declared.ToHashSet(), [.. JobTransitions.All]);
        Assert.Equal(
            JobTransitions.All.Length, JobTransitions.All.Select(transition => transition.Name).Distinct().Count());
    }

    [Fact]
    public void No_transition_sets_a_field_twice_or_clears_what_it_sets() =>
        Assert.All(JobTransitions.All, transition =>
    {
        var fields = transition.Sets.Select(change => change.Field).Concat(transition.Clears).ToList();
        Assert.Equal(fields.Distinct(), fields);
    });

    [Fact]
    public void An_open_job_always_has_one_turn_and_an_ended_job_none() => Assert.All(JobTransitions.All, transition =>
    {
        foreach (var source in transition.From)
        {
            var job = JobIn(source.State);
            if (source.Reached is JobField.WaitsSince)
                job = job with { NextRelayAt = null, WaitsSince = Some.Noon };
            var after = transition.Apply(job, new TransitionArguments(Some.Noon.AddDays(1))
            {
                Fence = job.Fence, Worker = "worker", LeaseEnd = Some.Noon.AddDays(2), RelayTime = Some.Noon.AddDays(2),
                RetryTime = Some.Noon.AddDays(2),
            });

            Assert.NotNull(after);
            Assert.Equal(transition.To ?? source.State, after.State);
            Assert.Equal(after.State is JobState.Running, after.LeaseExpiresAt is not null);
            Assert.Equal(
                after.State is JobState.Accepted or JobState.Queued or JobState.Retrying,
                after.NextRelayAt is not null || after.WaitsSince is not null);
            Assert.False(after.NextRelayAt is not null && after.WaitsSince is not null);
            Assert.Equal(after.State is JobState.Retrying, after.DueAt is not null);
            Assert.Equal(after.State.IsTerminal(), after.FinishedAt is not null);
        }
    });

    [Fact]
    public void A_transition_applies_only_from_its_states_at_its_time_and_under_its_fence()
    {
        var waiting = JobIn(JobState.Retrying);
        var running = JobIn(JobState.Running);
        var before = new TransitionArguments(Some.Noon.AddSeconds(-1)) { Fence = 3 };
        var after = new TransitionArguments(Some.Noon) { Fence = 3 };

        Assert.Null(JobTransitions.Claim.Apply(waiting, before));
        Assert.NotNull(JobTransitions.Claim.Apply(waiting, after));
        Assert.Null(JobTransitions.Claim.Apply(running, after));
        Assert.Null(JobTransitions.Claim.Apply(JobIn(JobState.Succeeded), after));
        Assert.NotNull(JobTransitions.Renew.Apply(running, before));
        Assert.Null(JobTransitions.Renew.Apply(running, before with { Fence = 2 }));
        Assert.Null(JobTransitions.Expire.Apply(running, before));
        Assert.NotNull(JobTransitions.Expire.Apply(running, after));
        Assert.Null(JobTransitions.Expire.Apply(waiting, after));
    }

    [Fact]
    public void Every_completion_has_its_transition()
    {
        var failure = new global::Jobs.Failures.Failure(global::Jobs.Failures.FailureKind.Transient, "It timed out.");

        Assert.Equal(
            [
                JobTransitions.Succeed, JobTransitions.Fail, JobTransitions.Retry, JobTransitions.Postpone,
                JobTransitions.PutBack,
            ],
            new Completion[]
            {
                new Completion.Succeeded(null) { At = Some.Noon },
                new Completion.Failed(failure) { At = Some.Noon },
                new Completion.Retrying(failure, Some.Noon, Counted: true) { At = Some.Noon },
                new Completion.Retrying(failure, Some.Noon, Counted: false) { At = Some.Noon },
                new Completion.PutBack(failure) { At = Some.Noon },
            }.Select(JobTransitions.For));
    }

    /// <summary>Returns a job as it can be in a state, with all of its times at noon.</summary>
    private static Job JobIn(JobState state) => Some.Job(Some.Submission().Id) with
    {
        State = state,
        Fence = 3,
        DueAt = state is JobState.Retrying ? Some.Noon : null,
        FinishedAt = state.IsTerminal() ? Some.Noon : null,
        LeaseExpiresAt = state is JobState.Running ? Some.Noon : null,
        NextRelayAt = state is JobState.Accepted or JobState.Queued or JobState.Retrying ? Some.Noon : null,
    };
}
