using Adapters.InProcess;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.Options;
using Tests.Contracts;
using Tests.Support;

namespace Tests.InProcess;

public sealed class InProcessQueueTests : JobQueueContract
{
    private static readonly JobKind Link = new("link", "links.requested", JobWeight.Light);
    private static readonly JobKind Download = new("download", "downloads.requested", JobWeight.Heavy);

    private readonly CancellationTokenSource closed = new();
    private Task reading = Task.CompletedTask;

    protected override ValueTask<IJobQueue> OpenAsync(Action<JobMessage> deliver)
    {
        var queue = Queue(capacity: 1_000);
        reading = Task.WhenAll(new[] { Link, Download }.Select(async kind =>
        {
            await foreach (var message in queue.Reader(kind).ReadAllAsync(closed.Token))
                deliver(message);
        }));
        return ValueTask.FromResult<IJobQueue>(queue);
    }

    protected override async ValueTask CloseAsync()
    {
        await closed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        closed.Dispose();
    }

    [Fact]
    public async Task A_job_that_does_not_fit_is_not_confirmed_and_takes_no_room_from_other_kinds()
    {
        var queue = Queue(capacity: 2);
        var submission = Some.Submission().Id;
        var links = Some.Jobs(submission, 3).Select(JobMessage.For).ToArray();

        Assert.Equal([true, true, false], await queue.PublishAsync(links, CancellationToken.None));
        Assert.Equal(
            [true],
            await queue.PublishAsync([JobMessage.For(Some.Job(submission, kind: "download"))], CancellationToken.None));
    }

    private static InProcessQueue Queue(int capacity) =>
        new(new JobKinds([Link, Download]), Options.Create(new JobsOptions { InProcessCapacity = capacity }));
}
