using System.Diagnostics;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Jobs.Submissions;

/// <summary>
/// Creates jobs: Accepted, stamped, with a first turn of the outbox relay, and with the trace of the caller.
/// </summary>
public sealed class JobFactory(
    IOptions<JobsOptions> options, TimeProvider clock, StoreClock storeClock, RandomSource random)
{
    private readonly JobIdSequence ids = new(clock, random);

    public Job Create(SubmissionId submissionId, string kind, string key, string payload)
    {
        var now = storeClock.Now;
        return new Job
        {
            Id = ids.Next(),
            SubmissionId = submissionId,
            Kind = kind,
            Key = key,
            Payload = payload,
            Client = submissionId.ToString(),
            State = JobState.Accepted,
            AcceptedAt = now,
            UpdatedAt = now,
            NextRelayAt = now + options.Value.RepublishDelay,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null,
        };
    }
}
