using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs.DeadLetters;

/// <summary>
/// Reads the dead letters that stand, and removes those left over. No removal has to succeed when its attempt ends or
/// its job runs again: what remains is not shown, and there is at most one for each job.
/// </summary>
public sealed class DeadLetterReader(IDeadLetterStore store, IJobReader jobs, ILogger<DeadLetterReader> logger)
{
    /// <summary>Bounds the pages that one list reads where many are left over.</summary>
    private const int MaxPages = 10;

    /// <summary>Bounds the jobs that are read at once.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>Returns a dead letter that stands.</summary>
    public async ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } letter && await StandsAsync(letter, cancellationToken)
            ? letter
            : null;

    /// <summary>
    /// Lists the dead letters that stand; a page may have fewer than its limit and still not be the last.
    /// </summary>
    /// <inheritdoc cref="IDeadLetterStore.ListAsync"/>
    public async ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken)
    {
        var listed = new List<DeadLetter>();
        for (var pages = 1; ; pages++)
        {
            var page = await store.ListAsync(limit - listed.Count, after, cancellationToken);
            foreach (var letters in page.Items.Chunk(ReadsAtOnce))
            {
                var stand = await Task.WhenAll(letters.Select(letter => StandsAsync(letter, cancellationToken)));
                listed.AddRange(letters.Where((_, i) => stand[i]));
            }

            if (page.Next is null || listed.Count == limit || pages == MaxPages)
                return new Page<DeadLetter>(listed, page.Next);
            after = Guid.Parse(page.Next);
        }
    }

    private async Task<bool> StandsAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        // The dead letter is read first: a job that has left its claim by then never returns to it.
        if (letter.JobId is not { } id)
            return true;
        var standing = letter.StandingWith(await jobs.GetAsync(id, cancellationToken));
        if (standing is DeadLetterStanding.LeftOver)
            await LeftOver.TryRemoveAsync(
                async token => await store.RemoveAsync(letter.Id, token), id, logger, cancellationToken);
        return standing is DeadLetterStanding.Stands;
    }
}
