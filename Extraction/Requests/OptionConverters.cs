using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Media;

namespace Extraction.Requests;

/// <summary>Reads an option in its short form, or as an object with all its members.</summary>
internal abstract class OptionConverter<T> : JsonConverter<T>, IMemberForms
    where T : class
{
    public abstract IReadOnlyList<Type> Forms { get; }

    public sealed override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return ReadShort(ref reader);

        try
        {
            return ReadObject(ref reader);
        }
        catch (JsonException error) when (error.InnerException is not JsonException)
        {
            // Its path begins at this object; the serializer adds the whole path to a new one.
            throw new MemberFormException();
        }
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are only read.");

    protected abstract T ReadShort(ref Utf8JsonReader reader);

    protected abstract T? ReadObject(ref Utf8JsonReader reader);
}

internal sealed class AudioConverter : OptionConverter<AudioRequest>
{
    public override IReadOnlyList<Type> Forms { get; } = [typeof(AudioFormat), typeof(AudioMembers)];

    protected override AudioRequest ReadShort(ref Utf8JsonReader reader) =>
        new(EnumNameConverter<AudioFormat>.ReadName(ref reader));

    protected override AudioRequest? ReadObject(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, LinksRequestJson.Default.AudioMembers) is { } audio
            ? new AudioRequest(audio.Format, audio.Bitrate)
            : null;
}

internal sealed class VideoConverter : OptionConverter<VideoRequest>
{
    public override IReadOnlyList<Type> Forms { get; } = [typeof(VideoFormat), typeof(VideoMembers)];

    protected override VideoRequest ReadShort(ref Utf8JsonReader reader) =>
        new(EnumNameConverter<VideoFormat>.ReadName(ref reader));

    protected override VideoRequest? ReadObject(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, LinksRequestJson.Default.VideoMembers) is { } video
            ? new VideoRequest(video.Format, video.MaxHeight, video.MaxFps)
            : null;
}

internal sealed class CaptionsConverter : OptionConverter<CaptionsRequest>
{
    private static readonly StringsConverter Languages = new();

    public override IReadOnlyList<Type> Forms { get; } = [.. Languages.Forms, typeof(CaptionsMembers)];

    protected override CaptionsRequest ReadShort(ref Utf8JsonReader reader) =>
        new(Languages.Read(ref reader, typeof(IReadOnlyList<string>), LinksRequestJson.Default.Options));

    protected override CaptionsRequest? ReadObject(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, LinksRequestJson.Default.CaptionsMembers) is { } captions
            ? new CaptionsRequest(captions.Languages, captions.Format)
            : null;
}
