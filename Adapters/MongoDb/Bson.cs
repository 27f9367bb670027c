using Jobs;
using Jobs.Failures;
using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// Converts values to BSON and back, by hand: the content of a document never depends on the shape of a type.
/// </summary>
internal static class Bson
{
    /// <summary>Returns BSON binary of subtype 4, which sorts version 7 UUIDs by time.</summary>
    public static BsonBinaryData Of(Guid id) => new(id, GuidRepresentation.Standard);

    public static BsonBinaryData Of(JobId id) => Of(id.Value);

    public static BsonBinaryData Of(SubmissionId id) => Of(id.Value);

    /// <summary>Rounds to the millisecond, as BSON dates do.</summary>
    public static BsonDateTime Of(DateTimeOffset at) => new(at.ToUnixTimeMilliseconds());

    public static BsonString Of(JobState state) => new(state.ToString());

    public static BsonDocument Of(Failure failure)
    {
        var document = new BsonDocument { { "kind", failure.Kind.ToString() }, { "reason", failure.Reason } };
        if (failure.RetryAfter is { } wait)
            document.Add("retryAfterMs", wait.TotalMilliseconds);
        return document.With("code", failure.Code);
    }

    public static BsonDocument Of(Stage stage) => new()
    {
        { "name", stage.Name },
        { "startedAt", Of(stage.StartedAt) },
        { "durationMs", stage.Duration.TotalMilliseconds },
        { "result", stage.Result },
    };

    public static DateTimeOffset At(this BsonDocument document, string name) => At(document[name]);

    public static DateTimeOffset? AtOrNull(this BsonDocument document, string name) =>
        document.TryGetValue(name, out var value) && !value.IsBsonNull ? At(value) : null;

    public static string? TextOrNull(this BsonDocument document, string name) =>
        document.TryGetValue(name, out var value) && !value.IsBsonNull ? value.AsString : null;

    public static Failure? FailureOrNull(this BsonDocument document, string name) =>
        document.TryGetValue(name, out var value) && value is BsonDocument failure
            ? new Failure(
                Enum.Parse<FailureKind>(failure["kind"].AsString),
                failure["reason"].AsString,
                failure.TryGetValue("retryAfterMs", out var wait) ? TimeSpan.FromMilliseconds(wait.ToDouble()) : null,
                failure.TextOrNull("code"))
            : null;

    public static IReadOnlyList<Stage> StagesOf(this BsonDocument document, string name) =>
        document.TryGetValue(name, out var value) && value is BsonArray stages
            ? [.. stages.OfType<BsonDocument>().Select(stage => new Stage(
                stage["name"].AsString, stage.At("startedAt"),
                TimeSpan.FromMilliseconds(stage["durationMs"].ToDouble()), stage["result"].AsString))]
            : [];

    /// <summary>Adds a field unless its value is null: null is absent in documents.</summary>
    public static BsonDocument With(this BsonDocument document, string name, BsonValue? value) =>
        value is null ? document : document.Add(name, value);

    public static BsonDocument With(this BsonDocument document, string name, string? value) =>
        document.With(name, value is null ? null : new BsonString(value));

    public static BsonDocument With(this BsonDocument document, string name, DateTimeOffset? value) =>
        document.With(name, value is { } at ? Of(at) : null);

    private static DateTimeOffset At(BsonValue value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(value.AsBsonDateTime.MillisecondsSinceEpoch);
}
