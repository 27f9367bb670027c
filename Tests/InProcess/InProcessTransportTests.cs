using System.Collections.Concurrent;
using Composition;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Support;

namespace Tests.InProcess;

public sealed class InProcessTransportTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_job_that_was_submitted_is_done_once()
    {
        var done = new ConcurrentBag<JobId>();
        using var host = Host((context, _) =>
        {
            done.Add(context.Job.Id);
            return Task.FromResult<JobOutcome>(new JobOutcome.Success());
        });
        await host.StartAsync();

        var jobs = await SubmitAsync(host, 300);

        await EndedAsync(host, jobs);
        Assert.Equal(jobs.Select(job => job.Id).Order(ById), done.Order(ById));
        await host.StopAsync();
    }

    [Fact]
    public async Task Jobs_that_a_stop_interrupts_or_that_never_started_are_done_after_the_next_start()
    {
        var started = new TaskCompletionSource();
        Job[] jobs;
        using (var first = Host(async (_, token) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new JobOutcome.Success();
        }))
        {
            await first.StartAsync();
            jobs = await SubmitAsync(first, 20);
            await started.Task;
            await first.StopAsync();
        }

        using var second = Host((_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Success()));
        await second.StartAsync();

        await EndedAsync(second, jobs);
        var read = await second.Services.GetRequiredService<IJobReader>().GetAsync(jobs[0].Id, None);
        Assert.Equal((JobState.Succeeded, 1), (read!.State, read.Attempt));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_stop_waits_for_the_job_in_flight()
    {
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        using var host = Host(
            async (_, token) =>
            {
                started.TrySetResult();
                await finish.Task.WaitAsync(token);
                return new JobOutcome.Success();
            },
            drain: "00:00:30");
        await host.StartAsync();
        var jobs = await SubmitAsync(host, 1);
        await started.Task;

        var stop = host.StopAsync();
        finish.SetResult();
        await stop;

        var read = await host.Services.GetRequiredService<IJobReader>().GetAsync(jobs[0].Id, None);
        Assert.Equal(JobState.Succeeded, read!.State);
    }

    [Fact]
    public async Task Data_that_cannot_be_used_fails_the_start_in_one_sentence()
    {
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "not a folder");
        using var host = Host(
            (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Success()), data: Path.Combine(file, "data"));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.StartAsync());

        Assert.Contains("Data:Path", error.Message, StringComparison.Ordinal);
    }

    private static readonly Comparer<JobId> ById = Comparer<JobId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private IHost Host(
        Func<JobContext, CancellationToken, Task<JobOutcome>> handle, string drain = "00:00:00", string? data = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Path"] = data ?? folder.Path,
            ["Data:Durable"] = "false",
            ["Jobs:DrainTimeout"] = drain,
            ["Jobs:MaxInFlight"] = "8",
            ["Jobs:RelayInterval"] = "00:00:00.1",
        });
        builder.Services.AddLogging().AddMetrics();
        var kind = new JobKind("link", "links.requested", JobWeight.Light);
        builder.Services.AddSingleton(kind);
        builder.Services.AddSingleton<IJobHandler>(new Handler(kind, handle));
        builder.AddJobs().AddStores().AddTransport().AddOutboxRelay();
        return builder.Build();
    }

    private static async Task<Job[]> SubmitAsync(IHost host, int count)
    {
        var factory = host.Services.GetRequiredService<JobFactory>();
        var submission = Some.Submission(at: TimeProvider.System.GetUtcNow());
        Job[] jobs = [.. Enumerable.Range(0, count).Select(
            i => factory.Create(submission.Id, "link", $"key-{i}", "{}"))];
        await host.Services.GetRequiredService<JobSubmitter>().SubmitAsync(submission, jobs, None);
        return jobs;
    }

    private static Task EndedAsync(IHost host, Job[] jobs)
    {
        var store = host.Services.GetRequiredService<IJobReader>();
        return Eventually.TrueAsync(
            async () => (await store.CountAsync(jobs[0].SubmissionId, None)).Succeeded == jobs.Length,
            "every job succeeds");
    }

    private sealed class Handler(JobKind kind, Func<JobContext, CancellationToken, Task<JobOutcome>> handle)
        : IJobHandler
    {
        public JobKind Kind => kind;

        public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken) =>
            handle(context, cancellationToken);
    }
}
