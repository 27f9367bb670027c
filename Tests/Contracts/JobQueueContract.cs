using System.Collections.Concurrent;
using Jobs.Queues;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IJobQueue"/>.</summary>
public abstract class JobQueueContract : IAsyncLifetime
{
    private readonly ConcurrentQueue<JobMessage> delivered = new();
    private IJobQueue queue = null!;

    /// <summary>
    /// Opens a queue for the kinds <c>link</c> and <c>download</c> that passes its deliveries to <paramref
    /// name="deliver"/>.
    /// </summary>
    protected abstract ValueTask<IJobQueue> OpenAsync(Action<JobMessage> deliver);

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => queue = await OpenAsync(delivered.Enqueue);

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task A_confirmed_message_is_delivered_as_it_was_published()
    {
        JobMessage[] messages =
        [
            .. Enumerable.Range(0, 500).Select(i => Message(i % 5 == 0 ? "download" : "link", $"日本 \"{i}\"")),
        ];

        var confirmed = await queue.PublishAsync(messages, CancellationToken.None);

        Assert.Equal(messages.Length, confirmed.Count);
        Assert.All(confirmed, Assert.True);
        await Eventually.TrueAsync(
            () => messages.ToHashSet().IsSubsetOf(delivered), "every confirmed message is delivered");
    }

    [ContractFact]
    public async Task Many_may_publish_at_once()
    {
        var batches = Enumerable.Range(0, 20).Select(i => new[] { Message("link", $"a{i}"), Message("link", $"b{i}") })
            .ToArray();

        var confirmed = await Task.WhenAll(
            batches.Select(batch => Task.Run(() => queue.PublishAsync(batch, CancellationToken.None))));

        Assert.All(confirmed.SelectMany(answers => answers), Assert.True);
        await Eventually.TrueAsync(
            () => batches.SelectMany(batch => batch).ToHashSet().IsSubsetOf(delivered), "all are delivered");
    }

    [ContractFact]
    public async Task A_kind_without_a_queue_is_not_confirmed()
    {
        var confirmed = await queue.PublishAsync(
            [Message("link", "a"), Message("unknown", "b")], CancellationToken.None);

        Assert.Equal([true, false], confirmed);
    }

    [ContractFact]
    public async Task An_empty_batch_has_no_confirmations() =>
        Assert.Empty(await queue.PublishAsync([], CancellationToken.None));

    [ContractFact]
    public async Task A_canceled_publish_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => queue.PublishAsync([Message("link", "a")], cancelled.Token));
    }

    private static JobMessage Message(string kind, string key) =>
        JobMessage.For(Some.Job(Some.Submission().Id, key, kind));
}
