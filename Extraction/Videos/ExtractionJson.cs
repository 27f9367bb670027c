using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Sources;

namespace Extraction.Videos;

/// <summary>
/// Serializes the documents of this domain, on the wire and in stores: camelCase, without null values.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Video))]
[JsonSerializable(typeof(IReadOnlyList<SourceStatus>))]
public sealed partial class ExtractionJson : JsonSerializerContext;
