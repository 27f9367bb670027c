using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs;
using Jobs.Failures;
using Jobs.Workers;

namespace Adapters.Sqlite;

/// <summary>Reads and writes the JSON columns of failures, stages, and reports of workers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(IReadOnlyList<Stage>))]
[JsonSerializable(typeof(WorkerReport))]
internal sealed partial class SqliteJson : JsonSerializerContext
{
    public static string Write(Failure failure) => JsonSerializer.Serialize(failure, Default.Failure);

    public static string? WriteOrNull(Failure? failure) => failure is null ? null : Write(failure);

    public static Failure ReadFailure(string json) => JsonSerializer.Deserialize(json, Default.Failure)!;

    public static string? Write(IReadOnlyList<Stage> stages) =>
        stages.Count == 0 ? null : JsonSerializer.Serialize(stages, Default.IReadOnlyListStage);

    public static IReadOnlyList<Stage> ReadStages(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListStage)!;
}
