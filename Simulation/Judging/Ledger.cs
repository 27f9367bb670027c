using System.Globalization;
using Jobs;
using Jobs.Submissions;
using Simulation.Work;

namespace Simulation.Judging;

/// <summary>The acceptances of clients and the work of handlers, outside of any process.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<JobId, int> attempts = [];
    private readonly Dictionary<string, int> deliveries = new(StringComparer.Ordinal);
    private int results;

    /// <summary>Submissions that a client got accepted, with what it asked for.</summary>
    public Dictionary<SubmissionId, SubmitOperation> Accepted { get; } = [];

    /// <summary>Files that a client got accepted.</summary>
    public Dictionary<SubmissionId, FileOperation> AcceptedFiles { get; } = [];

    public int CountAttempt(JobId id) => attempts[id] = attempts.GetValueOrDefault(id) + 1;

    public string NewResult() => (++results).ToString(CultureInfo.InvariantCulture);

    public void Deliver(string url) => deliveries[url] = deliveries.GetValueOrDefault(url) + 1;

    public int DeliveriesTo(string url) => deliveries.GetValueOrDefault(url);
}
