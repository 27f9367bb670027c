using System.Diagnostics.CodeAnalysis;
using Gateway.Api.Problems;
using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Jobs;

/// <summary>Reads the parameters of a list of jobs.</summary>
internal static class JobFilter
{
    public const int DefaultLimit = 100;

    /// <summary>Every kind has a shorter name.</summary>
    private const int MaxKindLength = 40;

    public static bool TryRead(
        string? state, string? kind, string? submission, int? limit, string? cursor,
        [NotNullWhen(true)] out JobQuery? query, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        query = null;
        if (!TryReadStates(state, out var states, out problem)
            || !TryReadSubmission(submission, out var submissionId, out problem)
            || !TryReadCursor(cursor, out var after, out problem)
            || !Limits.TryRead(limit, DefaultLimit, out var size, out problem))
        {
            return false;
        }

        if (kind is { Length: > MaxKindLength })
        {
            problem = Problem.BadRequest(
                $"The kind \"{Problem.Shorten(kind, MaxKindLength)}\" is unknown: send a kind such as \"link\".");
            return false;
        }

        query = new JobQuery
        {
            States = states, Kind = string.IsNullOrEmpty(kind) ? null : kind, SubmissionId = submissionId,
            OldestFirst = submissionId is not null, After = after, Limit = size, WithDetails = true,
        };
        return true;
    }

    public static bool TryReadStates(
        string? text, out IReadOnlyList<JobState> states, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var read = new List<JobState>();
        states = read;
        problem = null;
        const StringSplitOptions Split = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var name in (text ?? "").Split(',', Split))
        {
            // Enum.TryParse accepts numbers too.
            if (char.IsAsciiLetter(name[0]) && Enum.TryParse<JobState>(name, ignoreCase: true, out var state))
            {
                read.Add(state);
                continue;
            }

            problem = Problem.BadRequest(
                $"The state \"{Problem.Shorten(name, 40)}\" is unknown: "
                + $"the states are {string.Join(", ", JobStates.All).ToLowerInvariant()}.");
            return false;
        }

        return true;
    }

    public static bool TryReadSubmission(
        string? text, out SubmissionId? id, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        id = null;
        problem = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (SubmissionId.TryParse(text, out var parsed))
        {
            id = parsed;
            return true;
        }

        problem = Problem.BadRequest("The parameter submission must be the ID of a submission, 32 hexadecimal digits.");
        return false;
    }

    public static bool TryReadCursor(
        string? text, out JobId? after, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        after = null;
        problem = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (JobId.TryParse(text, out var parsed))
        {
            after = parsed;
            return true;
        }

        problem = Limits.BadCursor();
        return false;
    }
}
