using System.Text.Json.Serialization;
using Extraction.Media;

namespace Extraction.Requests;

/// <summary>Represents the long form of <c>audio</c>. Separate from the stored form, which may change.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AudioMembers(
    [property: JsonConverter(typeof(EnumNameConverter<AudioFormat>))] AudioFormat Format,
    int? Bitrate = null);

/// <summary>Represents the long form of <c>video</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record VideoMembers(
    [property: JsonConverter(typeof(EnumNameConverter<VideoFormat>))] VideoFormat Format,
    int? MaxHeight = null,
    int? MaxFps = null);

/// <summary>Represents the long form of <c>captions</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CaptionsMembers(
    [property: JsonConverter(typeof(StringsConverter))] IReadOnlyList<string> Languages,
    [property: JsonConverter(typeof(EnumNameConverter<CaptionFormat>))] CaptionFormat Format = CaptionFormat.Srt);
