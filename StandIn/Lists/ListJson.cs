using System.Globalization;
using StandIn.Videos;

namespace StandIn.Lists;

/// <summary>Pieces that the pages of lists have in common, in YouTube's own names.</summary>
internal static class ListJson
{
    /// <summary>As a playlist shows videos.</summary>
    public const string Rows = "rows";

    /// <summary>As a channel shows videos.</summary>
    public const string Tiles = "tiles";

    private const int PageLength = 100;

    public static object Runs(params IEnumerable<string> texts) => new { runs = texts.Select(text => new { text }) };

    public static object ToChannel(string id) => new { browseEndpoint = new { browseId = id } };

    public static object SelectedTab(string title, string path, object content) => new
    {
        tabs = new[]
        {
            new
            {
                tabRenderer = new
                {
                    title,
                    selected = true,
                    endpoint = new { commandMetadata = new { webCommandMetadata = new { url = path } } },
                    content,
                },
            },
        },
    };

    /// <summary>The videos of one page, and a token for the next: the list, where it goes on, and the form.</summary>
    public static List<object> Items(VideoList list, int from, string form)
    {
        var (videos, next) = list.Page(from, PageLength);
        var items = videos.Select(entry => form == Tiles
            ? (object)new
            {
                richItemRenderer = new { content = new { videoRenderer = Video(entry.Video, entry.Index) } },
            }
            : new { playlistVideoRenderer = Video(entry.Video, entry.Index) }).ToList();
        if (next is { } start)
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"{list.Id} {start} {form}");
            items.Add(new
            {
                continuationItemRenderer = new { continuationEndpoint = new { continuationCommand = new { token } } },
            });
        }

        return items;
    }

    public static object Video(StandInVideo video, int index)
    {
        var details = video.Details!;
        var length = TimeSpan.FromSeconds(details.LengthSeconds);
        return new
        {
            videoId = video.Id,
            title = Runs(details.Title),
            isPlayable = video.Playability == "OK",
            lengthSeconds = details.LengthSeconds.ToString(CultureInfo.InvariantCulture),
            lengthText = new
            {
                simpleText = length.ToString(
                    length.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture),
            },
            shortBylineText = new
            {
                runs = new[] { new { text = details.Author, navigationEndpoint = ToChannel(details.ChannelId) } },
            },
            navigationEndpoint = new { watchEndpoint = new { videoId = video.Id, index } },
            thumbnail = new
            {
                thumbnails = new[]
                {
                    new { url = $"https://i.ytimg.com/vi/{video.Id}/hqdefault.jpg", width = 480, height = 360 },
                },
            },
        };
    }
}
