using System.Text.Json.Serialization;

namespace Extraction.Requests;

/// <summary>Reads requests strictly: a member that is unknown, misspelled, or repeated is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LinksRequest))]
[JsonSerializable(typeof(AudioMembers))]
[JsonSerializable(typeof(VideoMembers))]
[JsonSerializable(typeof(CaptionsMembers))]
internal sealed partial class LinksRequestJson : JsonSerializerContext;
