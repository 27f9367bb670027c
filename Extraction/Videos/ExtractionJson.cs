using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Sources;

namespace Extraction.Videos;

/// <summary>
/// How documents of this domain are written as JSON, on the wire and in stores: camelCase, absent values left out.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Video))]
[JsonSerializable(typeof(IReadOnlyList<SourceStatus>))]
public sealed partial class ExtractionJson : JsonSerializerContext;
