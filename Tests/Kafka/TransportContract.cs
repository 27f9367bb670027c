using Jobs;
using Jobs.Events;
using Jobs.Running;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Kafka;

/// <summary>
/// Contract of every transport of jobs between the process that accepts them and the processes that run them.
/// </summary>
public abstract class TransportContract
{
    /// <summary>Starts the process that accepts jobs and those that run them.</summary>
    internal abstract Task<TransportRig> StartAsync(Dictionary<string, string?>? overrides = null);

    [ContractFact]
    public async Task Every_accepted_job_is_done_once()
    {
        await using var rig = await StartAsync();

        var jobs = await rig.SubmitAsync(500);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        Assert.Equal(500, rig.Handlers.Runs.Count);
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [ContractFact]
    public async Task No_more_jobs_than_the_limit_are_in_flight_and_heavy_jobs_do_not_delay_light_ones()
    {
        await using var rig = await StartAsync(new() { ["Jobs:MaxDownloads"] = "2" });
        var release = new TaskCompletionSource();
        rig.Handlers.Work = async (context, _) =>
        {
            if (context.Job.Kind == "heavy")
                await release.Task;
            return new JobOutcome.Success();
        };

        var heavy = await rig.SubmitAsync(40, "heavy");
        await Eventually.TrueAsync(() => rig.Handlers.Runs.Count >= 2, "heavy jobs run");
        var light = await rig.SubmitAsync(40);
        await Eventually.TrueAsync(() => rig.AllEndedAsync(light), "light jobs end");

        Assert.Equal(2, rig.Handlers.Runs.Keys.Count(key => key.StartsWith("heavy", StringComparison.Ordinal)));
        release.SetResult();
        await Eventually.TrueAsync(() => rig.AllEndedAsync(heavy), "heavy jobs end");
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [ContractFact]
    public async Task Events_of_a_job_reach_the_watchers_in_the_process_that_accepted_it()
    {
        await using var rig = await StartAsync();
        using var watch = rig.Gateway.GetRequiredService<EventHub>().Subscribe(only: null);

        await rig.SubmitAsync(1);

        var seen = new List<JobState>();
        await Eventually.TrueAsync(
            () =>
            {
                while (watch.Reader.TryRead(out var jobEvent))
                    seen.Add(jobEvent.State);
                return seen.Contains(JobState.Succeeded);
            },
            "the watcher receives the event that the job succeeded");
        Assert.Equal([JobState.Running, JobState.Succeeded], seen);
    }
}
