using System.Text.Json.Serialization;
using Gateway.Api.Jobs;
using Jobs;
using Jobs.DeadLetters;

namespace Gateway.Api.DeadLetters;

/// <summary>Puts dead letters back: each one's job runs again under its own id.</summary>
internal sealed class Replay(IDeadLetterStore letters, JobCommands commands)
{
    public const int MaxAtOnce = JobCommands.MaxAtOnce;

    public async Task<ReplayedView> AllAsync(CancellationToken cancellationToken)
    {
        var page = await letters.ListAsync(MaxAtOnce, after: null, cancellationToken);
        return await RunAsync(page.Items, [], cancellationToken);
    }

    public async Task<ReplayedView> SomeAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetter>(ids.Count);
        var left = new List<NotReplayedView>();
        foreach (var id in ids)
        {
            if (Guid.TryParse(id, out var letterId) && await letters.GetAsync(letterId, cancellationToken) is { } letter)
                found.Add(letter);
            else
                left.Add(new NotReplayedView(Problems.Problem.Shorten(id), "There is no dead letter with this id."));
        }

        return await RunAsync(found, left, cancellationToken);
    }

    private async Task<ReplayedView> RunAsync(
        IReadOnlyList<DeadLetter> found, List<NotReplayedView> left, CancellationToken cancellationToken)
    {
        JobId[] jobs = [.. found.Where(letter => letter.JobId is not null).Select(letter => letter.JobId!.Value)];
        var again = await commands.RetryManyAsync(jobs, cancellationToken);
        foreach (var letter in found)
        {
            if (letter.JobId is { } job && again.Contains(job))
                continue;

            left.Add(new NotReplayedView(letter.Id.ToString("N"), letter.JobId is null
                ? "The message names no job, so there is nothing to run; delete the letter once its sender is mended."
                : "Its job has been run again or is running; delete the letter."));
        }

        return new ReplayedView(again.Count, left, await letters.CountAsync(cancellationToken));
    }
}

/// <summary>Which dead letters to put back: <c>ids</c>, or <c>all</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest(IReadOnlyList<string>? Ids, bool? All);

/// <param name="Replayed">Jobs that run again.</param>
/// <param name="NotReplayed">Letters that stay, and why.</param>
/// <param name="Remaining">Letters that are left in all.</param>
internal sealed record ReplayedView(int Replayed, IReadOnlyList<NotReplayedView> NotReplayed, int Remaining);

internal sealed record NotReplayedView(string Id, string Reason);
