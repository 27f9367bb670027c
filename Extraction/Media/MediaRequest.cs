using System.Text.Json;
using Extraction.Links;

namespace Extraction.Media;

/// <summary>Represents the files to make of a video, in addition to its metadata.</summary>
public sealed record MediaRequest
{
    public AudioRequest? Audio { get; init; }

    public VideoRequest? Video { get; init; }

    public CaptionsRequest? Captions { get; init; }

    /// <summary>True to store the largest thumbnail.</summary>
    public bool Thumbnail { get; init; }

    /// <summary>True when no file is requested.</summary>
    public bool IsEmpty => Audio is null && Video is null && Captions is null && !Thumbnail;

    /// <summary>Returns a text that is equal for equal requests only.</summary>
    public string Describe() => JsonSerializer.Serialize(this, LinkJson.Default.MediaRequest);

    /// <summary>Returns one sentence about the first invalid value; null when all are valid.</summary>
    public string? Problem() => Audio?.Problem() ?? Video?.Problem() ?? Captions?.Problem();
}

/// <summary>Formats of audio files.</summary>
public enum AudioFormat
{
    /// <summary>The best audio as the source has it, in its own container.</summary>
    Original,
    Mp3,
    M4a,
    Opus,
}

/// <summary>Requests an audio file.</summary>
/// <param name="Format">Format of the file.</param>
/// <param name="BitrateKbps">
/// Kilobits per second: of the mp3, or the minimum for the selected stream; null selects the best stream.
/// </param>
public sealed record AudioRequest(AudioFormat Format, int? BitrateKbps = null)
{
    public const int MinBitrateKbps = 32;
    public const int MaxBitrateKbps = 320;

    /// <inheritdoc cref="MediaRequest.Problem"/>
    public string? Problem() =>
        BitrateKbps is < MinBitrateKbps or > MaxBitrateKbps
            ? $"The audio bitrate is {BitrateKbps}: use {MinBitrateKbps} to {MaxBitrateKbps} kilobits per second, "
                + "or leave it out for the best."
            : null;
}

/// <summary>Formats of video files.</summary>
public enum VideoFormat
{
    /// <summary>The best video as the source has it, with the audio that fits its container.</summary>
    Original,
    Mp4,
    Webm,
}

/// <summary>Requests a video file.</summary>
/// <param name="Format">Format of the file.</param>
/// <param name="MaxHeight">Maximum height in pixels; null for no limit.</param>
/// <param name="MaxFps">Maximum frames per second; null for no limit.</param>
public sealed record VideoRequest(VideoFormat Format, int? MaxHeight = null, int? MaxFps = null)
{
    /// <inheritdoc cref="MediaRequest.Problem"/>
    public string? Problem() =>
        MaxHeight is < 72 or > 8640
            ? $"The maximum height is {MaxHeight}: use 72 to 8640 pixels, or leave it out for the highest."
            : MaxFps is < 1 or > 240
                ? $"The maximum frame rate is {MaxFps}: use 1 to 240 frames per second, "
                    + "or leave it out for the highest."
                : null;
}

/// <summary>Formats of caption files.</summary>
public enum CaptionFormat
{
    Srt,
    Vtt,
    Txt,
}

/// <summary>Requests caption files.</summary>
/// <param name="Languages">Languages (BCP 47); <c>*</c> selects every track.</param>
/// <param name="Format">Format of the files.</param>
public sealed record CaptionsRequest(IReadOnlyList<string> Languages, CaptionFormat Format = CaptionFormat.Srt)
{
    /// <summary>Maximum number of languages in one request.</summary>
    public const int MaxLanguages = 50;

    /// <inheritdoc cref="MediaRequest.Problem"/>
    public string? Problem() =>
        Languages.Count is 0 or > MaxLanguages
            ? $"Captions name {Languages.Count} languages: use 1 to {MaxLanguages}, such as \"en\", or \"*\" for all."
            : Languages.FirstOrDefault(language => !IsLanguage(language)) is { } wrong
                ? $"\"{(wrong.Length > 40 ? wrong[..40] : wrong)}\" is not a language: "
                    + "use a tag such as \"en\" or \"pt-BR\", or \"*\" for all."
                : null;

    private static bool IsLanguage(string text) =>
        text == "*" || (text.Length is >= 2 and <= 35 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
