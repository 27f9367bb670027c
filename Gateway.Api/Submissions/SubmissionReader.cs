using Files.Progress;
using Gateway.Api.Files;
using Gateway.Api.Jobs;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Submissions;

/// <summary>Reads submissions for clients.</summary>
internal sealed class SubmissionReader(IJobReader store, FileProgress files)
{
    public const int DefaultLimit = 1000;

    public async Task<SubmissionView?> ReadAsync(
        SubmissionId id, JobId? after, int limit, CancellationToken cancellationToken)
    {
        if (await store.GetSubmissionAsync(id, cancellationToken) is not { } submission)
            return null;

        // The jobs after the counts: when the counts say that all is done, every job listed is.
        var counts = await store.CountAsync(id, cancellationToken);
        var query = new JobQuery { SubmissionId = id, OldestFirst = true, After = after, Limit = limit, WithDetails = submission.Details is null };
        var page = await store.ListAsync(query, cancellationToken);
        return new SubmissionView(
            id.ToString(), submission.AcceptedAt, counts.Open == 0, CountsView.Of(counts), [.. page.Items.Select(JobView.Of)], page.Next,
            await files.CountAsync(submission, cancellationToken) is { } rows ? FileView.Of(id, rows) : null);
    }
}
