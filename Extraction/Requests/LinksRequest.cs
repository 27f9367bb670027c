using System.ComponentModel;
using System.Text.Json.Serialization;
using Extraction.Media;
using Jobs;

namespace Extraction.Requests;

/// <summary>
/// Represents a request that submits links. It is the only contract for links: JSON bodies, the text form, the worker's
/// direct endpoint, and the API description are read from it.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LinksRequest
{
    public const int MaxLinks = 10_000;

    [Description("1 to 10,000 YouTube links or video IDs. A single link may be a string instead of a list.")]
    [JsonConverter(typeof(StringsConverter))]
    public required IReadOnlyList<string> Links { get; init; }

    [Description("Maximum age of a stored document that is reused, as an ISO 8601 duration. PT0S always fetches.")]
    [JsonConverter(typeof(MaxAgeConverter))]
    public TimeSpan? MaxAge { get; init; }

    [Description("Audio file: a format, or an object with a format and a bitrate in kbit/s.")]
    [JsonConverter(typeof(AudioConverter))]
    public AudioRequest? Audio { get; init; }

    [Description("Video file: a format, or an object with a format and the maximum height and frame rate.")]
    [JsonConverter(typeof(VideoConverter))]
    public VideoRequest? Video { get; init; }

    [Description("Captions: a language, a list of languages, or an object with languages and a format. * selects all.")]
    [JsonConverter(typeof(CaptionsConverter))]
    public CaptionsRequest? Captions { get; init; }

    [Description("Stores the thumbnail.")]
    public bool? Thumbnail { get; init; }

    [Description("An HTTPS address that receives a signed notification when every job has ended. "
        + "The gateway must allow its host.")]
    public string? Webhook { get; init; }

    [Description("Urgency: interactive, normal, or bulk. Urgent jobs go first while sources limit the pace. "
        + "Without it, the number of links decides: up to 10 are interactive, more than 1,000 are bulk.")]
    [JsonConverter(typeof(EnumNameConverter<JobPriority>))]
    public JobPriority? Priority { get; init; }

    /// <returns>The requested files, or null if only metadata is requested.</returns>
    public MediaRequest? ToMedia()
    {
        var media = new MediaRequest
        {
            Audio = Audio, Video = Video, Captions = Captions, Thumbnail = Thumbnail ?? false,
        };
        return media.IsEmpty ? null : media;
    }
}
