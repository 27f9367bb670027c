using System.Diagnostics;
using System.Diagnostics.Metrics;
using Jobs.Failures;

namespace Jobs.Telemetry;

/// <summary>The activity source and the meter of this project.</summary>
public sealed class JobsTelemetry : IDisposable
{
    public const string Name = "Jobs";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> accepted;
    private readonly Counter<long> finished;
    private readonly Counter<long> retried;
    private readonly Counter<long> relayed;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> deadLetters;
    private readonly Histogram<double> waiting;
    private readonly Histogram<double> running;
    private readonly UpDownCounter<long> inFlight;

    public JobsTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        accepted = meter.CreateCounter<long>("jobs.accepted", "{job}", "Jobs stored.");
        finished = meter.CreateCounter<long>("jobs.finished", "{job}", "Jobs that reached a terminal state.");
        retried = meter.CreateCounter<long>("jobs.retried", "{job}", "Attempts that failed and will be retried.");
        relayed = meter.CreateCounter<long>("jobs.relayed", "{job}", "Jobs that the outbox relay published again.");
        duplicates = meter.CreateCounter<long>(
            "jobs.duplicates", "{message}", "Deliveries of jobs that are done, claimed, or not due.");
        deadLetters = meter.CreateCounter<long>(
            "jobs.dead_letters", "{letter}", "Jobs and messages that failed for good.");
        waiting = meter.CreateHistogram<double>("jobs.wait.duration", "s", "From acceptance to the first claim.");
        running = meter.CreateHistogram<double>("jobs.attempt.duration", "s", "From claim to the end of the attempt.");
        inFlight = meter.CreateUpDownCounter<long>("jobs.in_flight", "{job}", "Jobs in flight in this process.");
    }

    public void Accepted(string kind, int count) => accepted.Add(count, Kind(kind));

    public void Relayed(int count) => relayed.Add(count);

    public void Duplicate(string kind) => duplicates.Add(1, Kind(kind));

    public void DeadLetter(FailureKind failure) => deadLetters.Add(1, Error(failure));

    public void Started(Job job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        inFlight.Add(1, Kind(job.Kind));
        if (job.Fence == 1)
            waiting.Record((now - job.WantedAt).TotalSeconds, Kind(job.Kind));
    }

    public void Ended(string kind, TimeSpan duration)
    {
        inFlight.Add(-1, Kind(kind));
        running.Record(duration.TotalSeconds, Kind(kind));
    }

    public void Finished(string kind, JobState state, FailureKind? failure)
    {
        var tags = new TagList { Kind(kind), new("job.state", state.ToString()) };
        if (failure is { } why)
            tags.Add(Error(why));
        finished.Add(1, tags);
    }

    public void Retried(string kind, FailureKind failure) => retried.Add(1, Kind(kind), Error(failure));

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Kind(string kind) => new("job.kind", kind);

    private static KeyValuePair<string, object?> Error(FailureKind failure) => new("error.type", failure.ToString());
}
