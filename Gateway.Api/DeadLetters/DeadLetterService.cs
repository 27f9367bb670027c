using Gateway.Api.Jobs;
using Gateway.Api.Problems;
using Jobs;
using Jobs.DeadLetters;

namespace Gateway.Api.DeadLetters;

/// <summary>Replays dead letters: the job of each runs again under its own ID.</summary>
internal sealed class DeadLetterService(DeadLetterReader reader, IDeadLetterStore deadLetters, JobService jobs)
{
    public const int MaxPerCall = JobService.MaxPerCall;

    public async Task<ReplayedView> ReplayAllAsync(CancellationToken cancellationToken)
    {
        var page = await reader.ListAsync(MaxPerCall, after: null, cancellationToken);
        return await ReplayAsync(page.Items, [], cancellationToken);
    }

    public async Task<ReplayedView> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetter>(ids.Count);
        var notReplayed = new List<NotReplayedView>();
        foreach (var id in ids)
        {
            if (Guid.TryParse(id, out var parsed)
                && await reader.GetAsync(parsed, cancellationToken) is { } deadLetter)
            {
                // Only its job is needed; the messages of a thousand could fill a gigabyte.
                found.Add(deadLetter with { Raw = default });
            }
            else
            {
                notReplayed.Add(new NotReplayedView(Problem.Shorten(id), "No dead letter has this ID."));
            }
        }

        return await ReplayAsync(found, notReplayed, cancellationToken);
    }

    private async Task<ReplayedView> ReplayAsync(
        IReadOnlyList<DeadLetter> found, List<NotReplayedView> notReplayed, CancellationToken cancellationToken)
    {
        JobId[] ids = [.. found.Select(deadLetter => deadLetter.JobId).OfType<JobId>()];
        var replayed = await jobs.RetryManyAsync(ids, cancellationToken);
        foreach (var deadLetter in found)
        {
            if (deadLetter.JobId is { } job && replayed.Contains(job))
                continue;

            notReplayed.Add(new NotReplayedView(deadLetter.Id.ToString("N"), deadLetter.JobId is null
                ? "The message names no job: fix its sender, then delete the dead letter."
                : "Its job has already run again or is running: delete the dead letter."));
        }

        return new ReplayedView(replayed.Count, notReplayed, await deadLetters.CountAsync(cancellationToken));
    }
}
