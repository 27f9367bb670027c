using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs;
using Jobs.Events;
using Jobs.Failures;

namespace Adapters.Kafka.Events;

/// <summary>
/// Reads and writes the wire format of a <see cref="JobEvent"/>: JSON with a schema version. Skips other versions.
/// </summary>
internal static class JobEventJson
{
    private const int Version = 1;

    public static byte[] Write(JobEvent jobEvent) =>
        JsonSerializer.SerializeToUtf8Bytes(Wire.From(jobEvent), WireContext.Default.Wire);

    /// <returns>
    /// Null if the value is not an event of this version: events may be lost, and are never worth an error.
    /// </returns>
    public static JobEvent? TryRead(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, WireContext.Default.Wire)?.ToEvent();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Wire(
        int V,
        string? SubmissionId,
        string? JobId,
        string? Kind,
        string? Key,
        JobState State,
        DateTimeOffset At,
        int Attempt,
        Failure? Failure,
        DateTimeOffset? DueAt,
        Progress? Progress)
    {
        public static Wire From(JobEvent e) => new(
            Version, e.SubmissionId.ToString(), e.JobId.ToString(), e.Kind, e.Key, e.State, e.At, e.Attempt,
            e.Failure, e.DueAt, e.Progress);

        public JobEvent? ToEvent() =>
            V == Version && Jobs.Submissions.SubmissionId.TryParse(SubmissionId, out var submission)
            && Jobs.JobId.TryParse(JobId, out var job) && Kind is not null && Key is not null && Enum.IsDefined(State)
                ? new JobEvent
                {
                    SubmissionId = submission,
                    JobId = job,
                    Kind = Kind,
                    Key = Key,
                    State = State,
                    At = At,
                    Attempt = Attempt,
                    Failure = Failure,
                    DueAt = DueAt,
                    Progress = Progress,
                }
                : null;
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JobEventJson.Wire))]
internal sealed partial class WireContext : JsonSerializerContext;
