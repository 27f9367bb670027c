namespace Bench.Audits;

/// <param name="Key">The video.</param>
/// <param name="State">As the gateway writes it.</param>
/// <param name="Attempt">How often it was tried.</param>
/// <param name="AcceptedAt">When it was stored.</param>
/// <param name="StartedAt">When the last attempt began.</param>
/// <param name="FinishedAt">When it ended.</param>
internal sealed record JobRecord(
    string Key, string State, int Attempt, DateTimeOffset AcceptedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt)
{
    public bool IsDone => State.Equals("succeeded", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Compares the accepted links with the store's documents and the source's request counts, from outside the system
/// under test.
/// </summary>
internal sealed record Audit
{
    /// <summary>Links that were accepted and have no document.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Links with more than one document, or with more than one job that made one.</summary>
    public required IReadOnlyList<string> Duplicated { get; init; }

    /// <summary>Links whose jobs are done.</summary>
    public required int Done { get; init; }

    /// <summary>
    /// Repeated requests for videos that the source had already answered: duplicate work that leaves no trace in the
    /// store.
    /// </summary>
    public required int AskedAgain { get; init; }

    /// <param name="accepted">The videos whose links were accepted.</param>
    /// <param name="documents">The ids of all documents, as often as they are listed.</param>
    /// <param name="jobs">All jobs.</param>
    /// <param name="answered">How often the source answered for each video.</param>
    public static Audit Of(
        IReadOnlyCollection<string> accepted, IReadOnlyCollection<string> documents,
        IReadOnlyCollection<JobRecord> jobs,
        IReadOnlyDictionary<string, int> answered)
    {
        var kept = documents.ToHashSet(StringComparer.Ordinal);
        var done = jobs.Where(job => job.IsDone).Select(job => job.Key).ToList();
        return new Audit
        {
            Missing = [.. accepted.Where(id => !kept.Contains(id))],
            Duplicated = [.. Repeated(documents).Union(Repeated(done), StringComparer.Ordinal)],
            Done = done.Distinct(StringComparer.Ordinal).Count(),
            AskedAgain = answered.Values.Sum(times => Math.Max(0, times - 1)),
        };
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.CountBy(id => id).Where(row => row.Value > 1).Select(row => row.Key);
}
