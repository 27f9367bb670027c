using Jobs;
using Jobs.Events;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Jobs;

public sealed class EventHubTests
{
    private readonly EventHub hub = new();
    private readonly SubmissionId submission = SubmissionId.New(TimeProvider.System);

    [Fact]
    public void A_subscriber_receives_its_submission_and_another_receives_all()
    {
        using var one = hub.Subscribe(submission);
        using var all = hub.Subscribe(null);

        hub.Publish(News(submission));
        hub.Publish(News(SubmissionId.New(TimeProvider.System)));

        Assert.Equal((1, 2), (one.Reader.Count, all.Reader.Count));
    }

    [Fact]
    public void A_slow_subscriber_loses_the_oldest_events_and_is_notified_once()
    {
        using var slow = hub.Subscribe(submission, capacity: 2);
        for (var attempt = 1; attempt <= 5; attempt++)
            hub.Publish(News(submission) with { Attempt = attempt });

        Assert.True(slow.TakeMissed());
        Assert.False(slow.TakeMissed());
        Assert.True(slow.Reader.TryRead(out var oldest));
        Assert.Equal(4, oldest.Attempt);
    }

    [Fact]
    public void A_removed_subscriber_receives_nothing_more()
    {
        var gone = hub.Subscribe(submission);
        using var stays = hub.Subscribe(submission);
        gone.Dispose();

        hub.Publish(News(submission));

        Assert.True(gone.Reader.Completion.IsCompleted);
        Assert.Equal(1, stays.Reader.Count);
    }

    [Fact]
    public async Task Subscribers_that_come_and_go_never_remove_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                using var watch = hub.Subscribe(submission);
                hub.Publish(News(submission));
                Assert.True(watch.Reader.TryRead(out JobEvent? _));
            }
        })));
    }

    private static JobEvent News(SubmissionId submission) =>
        JobEvent.For(Some.Job(submission) with { State = JobState.Running });
}
