using Jobs;
using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// Maps a job to a document of the collection <c>jobs</c>. States are written by name, for people who read the
/// documents.
/// </summary>
internal static class JobDocument
{
    public const string Id = "_id";
    public const string SubmissionId = "submissionId";
    public const string Kind = "kind";
    public const string Key = "key";
    public const string Payload = "payload";
    public const string State = "state";
    public const string Attempt = "attempt";
    public const string Fence = "fence";
    public const string CompletedFence = "completedFence";
    public const string Relays = "relays";
    public const string AcceptedAt = "acceptedAt";
    public const string RetriedAt = "retriedAt";
    public const string QueuedAt = "queuedAt";
    public const string StartedAt = "startedAt";
    public const string FinishedAt = "finishedAt";
    public const string DueAt = "dueAt";
    public const string LeaseExpiresAt = "leaseExpiresAt";
    public const string NextRelayAt = "nextRelayAt";
    public const string WaitsSince = "waitsSince";
    public const string ReleasedAt = "releasedAt";
    public const string Priority = "priority";
    public const string Client = "client";
    public const string Lane = "lane";
    public const string UpdatedAt = "updatedAt";
    public const string Owner = "owner";
    public const string Failure = "failure";
    public const string Result = "result";
    public const string Stages = "stages";
    public const string TraceParent = "traceParent";

    /// <summary>Marks the turn of the outbox relay that took the job; only the relay reads it.</summary>
    public const string RelayTurn = "relayTurn";

    /// <summary>Projection to the fields that are never large.</summary>
    public static BsonDocument WithoutDetails => new() { { Payload, 0 }, { Result, 0 }, { Stages, 0 } };

    /// <summary>Projection to the fields that are never large, and the payload.</summary>
    public static BsonDocument WithBriefPayload => new() { { Result, 0 }, { Stages, 0 } };

    /// <summary>Adds the payload of <see cref="Job.Brief"/> to a pipeline.</summary>
    public static BsonDocument BriefPayload => new("$addFields", new BsonDocument(Payload, new BsonDocument(
        "$cond",
        new BsonArray
        {
            new BsonDocument("$lte", new BsonArray
            {
                new BsonDocument("$strLenBytes", $"${Payload}"), Job.MaxBriefPayload,
            }),
            $"${Payload}",
            "",
        })));

    public static BsonDocument Write(Job job)
    {
        var document = new BsonDocument
        {
            { Id, Bson.Of(job.Id) },
            { SubmissionId, Bson.Of(job.SubmissionId) },
            { Kind, job.Kind },
            { Key, job.Key },
            { Payload, job.Payload },
            { State, Bson.Of(job.State) },
            { Attempt, job.Attempt },
            { Fence, job.Fence },
            { CompletedFence, job.CompletedFence },
            { Relays, job.Relays },
            { AcceptedAt, Bson.Of(job.AcceptedAt) },
            { UpdatedAt, Bson.Of(job.UpdatedAt) },
            { Priority, (int)job.Priority },
            { Client, job.Client },
            { Lane, LaneName.Of(job.Lane) },
        };
        document
            .With(RetriedAt, job.RetriedAt)
            .With(QueuedAt, job.QueuedAt)
            .With(StartedAt, job.StartedAt)
            .With(FinishedAt, job.FinishedAt)
            .With(DueAt, job.DueAt)
            .With(LeaseExpiresAt, job.LeaseExpiresAt)
            .With(NextRelayAt, job.NextRelayAt)
            .With(WaitsSince, job.WaitsSince)
            .With(ReleasedAt, job.ReleasedAt)
            .With(Owner, job.Owner)
            .With(Failure, job.Failure is { } failure ? Bson.Of(failure) : null)
            .With(Result, job.Result)
            .With(TraceParent, job.TraceParent);
        if (job.Stages.Count > 0)
            document.Add(Stages, StagesOf(job.Stages));
        return document;
    }

    public static BsonArray StagesOf(IEnumerable<Stage> stages) => new(stages.Select(Bson.Of));

    public static Job Read(BsonDocument document) => new()
    {
        Id = IdOf(document),
        SubmissionId = SubmissionOf(document),
        Kind = document[Kind].AsString,
        Key = document[Key].AsString,
        Payload = document.TextOrNull(Payload) ?? "",
        State = StateOf(document),
        Attempt = document[Attempt].AsInt32,
        Fence = document[Fence].AsInt32,
        CompletedFence = document.TryGetValue(CompletedFence, out var completed) ? completed.AsInt32 : 0,
        Relays = document[Relays].AsInt32,
        AcceptedAt = document.At(AcceptedAt),
        RetriedAt = document.AtOrNull(RetriedAt),
        QueuedAt = document.AtOrNull(QueuedAt),
        StartedAt = document.AtOrNull(StartedAt),
        FinishedAt = document.AtOrNull(FinishedAt),
        DueAt = document.AtOrNull(DueAt),
        LeaseExpiresAt = document.AtOrNull(LeaseExpiresAt),
        NextRelayAt = document.AtOrNull(NextRelayAt),
        WaitsSince = document.AtOrNull(WaitsSince),
        ReleasedAt = document.AtOrNull(ReleasedAt),
        Priority = document.TryGetValue(Priority, out var priority)
            ? (JobPriority)priority.AsInt32
            : JobPriority.Normal,
        Client = document.TextOrNull(Client) ?? "",
        UpdatedAt = document.At(UpdatedAt),
        Owner = document.TextOrNull(Owner),
        Failure = document.FailureOrNull(Failure),
        Result = document.TextOrNull(Result),
        Stages = document.StagesOf(Stages),
        TraceParent = document.TextOrNull(TraceParent),
    };

    /// <summary>Returns the field that holds the job's turn of the outbox relay.</summary>
    public static string TurnOf(BsonDocument document) =>
        document.Contains(WaitsSince) ? WaitsSince
        : StateOf(document) is JobState.Running ? LeaseExpiresAt
        : NextRelayAt;

    public static JobId IdOf(BsonDocument document) => new(document[Id].AsGuid);

    public static SubmissionId SubmissionOf(BsonDocument document) => new(document[SubmissionId].AsGuid);

    public static JobState StateOf(BsonDocument document) => Enum.Parse<JobState>(document[State].AsString);
}
