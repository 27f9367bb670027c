using System.ComponentModel;

namespace Gateway.Api.Links;

/// <summary>
/// The JSON body of <c>POST /links</c> as the OpenAPI document shows it; <see cref="LinksJsonReader"/> reads it.
/// </summary>
internal sealed record LinksBodySchema
{
    [Description("1 to 10,000 YouTube links or video ids; one link may be given as a text instead of a list.")]
    public required IReadOnlyList<string> Links { get; init; }

    [Description(
        "How old a stored document may be to be taken as it is, as an ISO 8601 duration; PT0S always asks the source.")]
    public string? MaxAge { get; init; }

    [Description(
        "The sound: mp3, m4a, opus or original, or {\"format\": \"mp3\", \"bitrate\": 192} with kilobits a second.")]
    public object? Audio { get; init; }

    [Description("The picture: mp4, webm or original, or {\"format\": \"mp4\", \"maxHeight\": 720, \"maxFps\": 30}.")]
    public object? Video { get; init; }

    [Description("Languages, as [\"en\", \"ko\"] or \"*\", or {\"languages\": [\"en\"], \"format\": \"srt\" | \"vtt\" | \"txt\"}.")]
    public object? Captions { get; init; }

    [Description("Whether the thumbnail is to be stored.")]
    public bool Thumbnail { get; init; }

    [Description("An https address that is told, signed, when every job has ended; its host must be one that this gateway allows.")]
    public string? Webhook { get; init; }
}
