using Jobs;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Kafka;

[Collection("processes")]
public sealed class KafkaTransportTests
{
    [Fact]
    public async Task Every_accepted_job_is_done_once()
    {
        await using var rig = await KafkaRig.StartAsync(workers: 2);

        var jobs = await rig.SubmitAsync(500);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        Assert.Equal(500, rig.Handlers.Runs.Count);
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [Fact]
    public async Task No_more_than_the_bound_is_in_work_and_heavy_jobs_do_not_hold_up_light_ones()
    {
        await using var rig = await KafkaRig.StartAsync(overrides: new() { ["Jobs:MaxDownloads"] = "2" });
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

    [Fact]
    public async Task Events_of_a_worker_reach_the_watchers_of_the_gateway()
    {
        await using var rig = await KafkaRig.StartAsync();
        using var watch = rig.Gateway.GetRequiredService<EventHub>().Subscribe(only: null);

        var jobs = await rig.SubmitAsync(1);

        var seen = new List<JobState>();
        await Eventually.TrueAsync(
            () =>
            {
                while (watch.Reader.TryRead(out var news))
                    seen.Add(news.State);
                return seen.Contains(JobState.Succeeded);
            },
            "the gateway hears that the job succeeded");
        Assert.Equal([JobState.Running, JobState.Succeeded], seen);
        Assert.Single(jobs);
    }
}
