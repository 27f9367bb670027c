using System.Text.Json;
using Extraction.Links;

namespace Extraction.Media;

/// <summary>What is wanted of a video besides its metadata.</summary>
public sealed record MediaRequest
{
    public AudioRequest? Audio { get; init; }

    public VideoRequest? Video { get; init; }

    public CaptionsRequest? Captions { get; init; }

    public bool Thumbnail { get; init; }

    public bool IsEmpty => Audio is null && Video is null && Captions is null && !Thumbnail;

    /// <summary>The same text for the same request, and for no other.</summary>
    public string Describe() => JsonSerializer.Serialize(this, LinkJson.Default.MediaRequest);

    /// <summary>What is wrong with the request, in a sentence, or null.</summary>
    public string? Problem() => Audio?.Problem() ?? Video?.Problem() ?? Captions?.Problem();
}

public enum AudioFormat
{
    /// <summary>The best sound as the source has it, in its own container.</summary>
    Original,
    Mp3,
    M4a,
    Opus,
}

/// <param name="Format">What the file is to be.</param>
/// <param name="BitrateKbps">
/// Kilobits a second: of the mp3 that is made, or the least that a chosen stream should have; absent takes the best.
/// </param>
public sealed record AudioRequest(AudioFormat Format, int? BitrateKbps = null)
{
    public const int MinBitrateKbps = 32;
    public const int MaxBitrateKbps = 320;

    public string? Problem() =>
        BitrateKbps is < MinBitrateKbps or > MaxBitrateKbps
            ? $"The audio bitrate is {BitrateKbps}: give {MinBitrateKbps} to {MaxBitrateKbps} kilobits a second, or leave it out for the best."
            : null;
}

public enum VideoFormat
{
    /// <summary>The best picture as the source has it, with the sound that fits its container.</summary>
    Original,
    Mp4,
    Webm,
}

/// <param name="Format">What the file is to be.</param>
/// <param name="MaxHeight">Pixels; absent takes the highest.</param>
/// <param name="MaxFps">Frames a second; absent takes the highest.</param>
public sealed record VideoRequest(VideoFormat Format, int? MaxHeight = null, int? MaxFps = null)
{
    public string? Problem() =>
        MaxHeight is < 72 or > 8640
            ? $"The maximum height is {MaxHeight}: give 72 to 8640 pixels, or leave it out for the highest."
            : MaxFps is < 1 or > 240
                ? $"The maximum frame rate is {MaxFps}: give 1 to 240 frames a second, or leave it out for the highest."
                : null;
}

public enum CaptionFormat
{
    Srt,
    Vtt,
    Txt,
}

/// <param name="Languages">BCP 47, in order of preference; <c>*</c> alone takes every track.</param>
/// <param name="Format">What the files are to be.</param>
public sealed record CaptionsRequest(IReadOnlyList<string> Languages, CaptionFormat Format = CaptionFormat.Srt)
{
    public const int MaxLanguages = 50;

    public string? Problem() =>
        Languages.Count is 0 or > MaxLanguages
            ? $"Captions name {Languages.Count} languages: give 1 to {MaxLanguages}, as \"en\", or \"*\" for all."
            : Languages.FirstOrDefault(language => !IsLanguage(language)) is { } wrong
                ? $"\"{(wrong.Length > 40 ? wrong[..40] : wrong)}\" is not a language: give a tag such as \"en\" or \"pt-BR\", or \"*\" for all."
                : null;

    private static bool IsLanguage(string text) =>
        text == "*" || (text.Length is >= 2 and <= 35 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
