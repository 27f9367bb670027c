using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>Maps a submission to a document of the collection <c>submissions</c>.</summary>
internal static class SubmissionDocument
{
    public const string Id = "_id";
    public const string IdempotencyKey = "idempotencyKey";
    public const string Webhook = "webhook";

    public static BsonDocument Write(Submission submission) =>
        new BsonDocument { { Id, Bson.Of(submission.Id) }, { "acceptedAt", Bson.Of(submission.AcceptedAt) } }
            .With(IdempotencyKey, submission.IdempotencyKey)
            .With("fingerprint", submission.Fingerprint)
            .With("details", submission.Details)
            .With(Webhook, submission.Webhook);

    public static Submission Read(BsonDocument document) => new()
    {
        Id = new SubmissionId(document[Id].AsGuid),
        AcceptedAt = document.At("acceptedAt"),
        IdempotencyKey = document.TextOrNull(IdempotencyKey),
        Fingerprint = document.TextOrNull("fingerprint"),
        Details = document.TextOrNull("details"),
        Webhook = document.TextOrNull(Webhook),
    };
}
