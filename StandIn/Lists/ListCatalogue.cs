using System.Globalization;
using StandIn.Faults;
using StandIn.Videos;

namespace StandIn.Lists;

/// <summary>
/// The lists there are: <c>PLrecordings</c> with every recorded video that has details, <c>PLstandNNNNN…</c> with so
/// many
/// synthetic videos, and the uploads of every channel, under <c>UU</c> and the rest of the channel's id.
/// </summary>
internal sealed class ListCatalogue(Catalogue catalogue)
{
    private const string RecordingsId = "PLrecordings";
    private const string SyntheticPrefix = "PLstand";
    private const int CountDigits = 5;

    // More than one page of any reader.
    private const int SyntheticUploads = 250;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public VideoList? Find(string? id) => id switch
    {
        null => null,
        RecordingsId => Recorded(id, "The recorded videos", channel: null, _ => true),
        _ when id.StartsWith(SyntheticPrefix, StringComparison.Ordinal) => Synthetic(id),
        _ when id.StartsWith("UU", StringComparison.Ordinal) => FindChannel($"UC{id[2..]}") is { } channel
            ? Uploads(id, channel)
            : null,
        _ => null,
    };

    /// <param name="address">An id, or a handle with its <c>@</c>.</param>
    public Channel? FindChannel(string address) =>
        Enumerable.Range(0, SyntheticVideo.Channels)
            .Select(number => new Channel(
                SyntheticVideo.ChannelId(number),
                SyntheticVideo.ChannelTitle(number),
                SyntheticVideo.ChannelHandle(number)))
            .Concat(
                catalogue.Recorded.Where(video => video.Details is not null).Select(video => ChannelOf(video.Details!)))
            .FirstOrDefault(
                channel => channel.Id == address || channel.Handle.Equals(address, StringComparison.OrdinalIgnoreCase));

    private static Channel ChannelOf(VideoDetails details) =>
        new(details.ChannelId, details.Author, details.OwnerUrl is { } url ? url[(url.LastIndexOf('/') + 1)..] : "");

    private VideoList? Synthetic(string id)
    {
        if (id.Length < SyntheticPrefix.Length + CountDigits
            || !int.TryParse(
                id.AsSpan(SyntheticPrefix.Length, CountDigits),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count))
            return null;
        var owner = (int)(Dice.Hash(id) % SyntheticVideo.Channels);
        return new VideoList(
            id, $"Stand-in playlist {id}", SyntheticVideo.ChannelTitle(owner), SyntheticVideo.ChannelId(owner), count,
            index => catalogue.Find(SyntheticId(id, index))!);
    }

    private VideoList Uploads(string id, Channel channel)
    {
        if (!channel.Id.StartsWith("UCstandin", StringComparison.Ordinal))
            return Recorded(id, $"Uploads from {channel.Title}", channel, details => details.ChannelId == channel.Id);
        var videos = new Lazy<string[]>(() =>
        [
            .. Enumerable.Range(0, int.MaxValue).Select(index => SyntheticId(id, index))
                .Where(video => SyntheticVideo.ChannelId(SyntheticVideo.ChannelOf(video)) == channel.Id)
                .Take(SyntheticUploads),
        ]);
        return new VideoList(
            id, $"Uploads from {channel.Title}", channel.Title, channel.Id, SyntheticUploads, index =>
                catalogue.Find(videos.Value[index])!);
    }

    private VideoList Recorded(string id, string title, Channel? channel, Func<VideoDetails, bool> belongs)
    {
        StandInVideo[] videos =
        [
            .. catalogue.Recorded.Where(video => video.Details is { } details && belongs(details))
            .OrderBy(video => video.Id, StringComparer.Ordinal),
        ];
        return new VideoList(id, title, channel?.Title, channel?.Id, videos.Length, index => videos[index]);
    }

    // Two characters for the list and four for the place in it: lists have few videos in common.
    private static string SyntheticId(string list, int index)
    {
        var number = (long)index + ((long)(Dice.Hash(list) % 1296) * 1_679_616);
        return string.Create(11, number, static (id, rest) =>
        {
            SyntheticVideo.Prefix.CopyTo(id);
            for (var at = id.Length - 1; at >= SyntheticVideo.Prefix.Length; at--, rest /= Alphabet.Length)
                id[at] = Alphabet[(int)(rest % Alphabet.Length)];
        });
    }
}
