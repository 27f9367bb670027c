using System.Globalization;
using System.Text.Json;
using Extraction.Links;
using Extraction.Videos;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Stores videos in SQLite, each as a JSON document next to a folded text for the search.</summary>
internal sealed class SqliteVideoStore(ISqliteDatabase database) : IVideoStore
{
    public async ValueTask UpsertAsync(Video video, CancellationToken cancellationToken)
    {
        var document = JsonSerializer.Serialize(video, ExtractionJson.Default.Video);
        var searched = Fold($"{video.Title}\n{video.Author}\n{video.Id}");
        await database.WriteRepeatableAsync(
            connection => connection.Prepare(
                """
                INSERT INTO videos (id, fetched_at, searched, document) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET fetched_at = excluded.fetched_at, searched = excluded.searched, document = excluded.document
                WHERE excluded.fetched_at >= videos.fetched_at
                """).Bind(video.Id).Bind(video.FetchedAt).Bind(searched).Bind(document).Run(),
            cancellationToken);
    }

    public ValueTask<Video?> GetAsync(VideoId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, id), cancellationToken);

    public ValueTask<IReadOnlyList<Video>> GetManyAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Video>>(
            connection => [.. ids.Distinct().Select(id => Find(connection, id)).OfType<Video>()], cancellationToken);

    public ValueTask<IReadOnlyDictionary<VideoId, DateTimeOffset>> GetFetchTimesAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<VideoId, DateTimeOffset>>(
            connection =>
            {
                var times = new Dictionary<VideoId, DateTimeOffset>();
                foreach (var id in ids)
                {
                    var row = connection.Prepare("SELECT fetched_at FROM videos WHERE id = ?").Bind(id.Value);
                    if (row.Step())
                        times[id] = row.Time(0);
                    row.Reset();
                }

                return times;
            },
            cancellationToken);

    public ValueTask<Page<Video>> SearchAsync(
        string? text, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(limit, 1, 1000);
        var (before, beforeId) = Cursor.TryParse(cursor, out var parsed) ? parsed : Cursor.Start;
        return database.ReadAsync(
            connection =>
            {
                var rows = connection.Prepare(
                    """
                    SELECT document FROM videos
                    WHERE (fetched_at, id) < (?, ?) AND (?3 = '' OR instr(searched, ?3) > 0)
                    ORDER BY fetched_at DESC, id DESC LIMIT ?
                    """).Bind(before).Bind(beforeId).Bind(Fold(text ?? "")).Bind(count + 1);
                var videos = new List<Video>();
                while (rows.Step())
                    videos.Add(Read(rows));
                return Page.Cut(videos, count, video => new Cursor(video.FetchedAt.UtcTicks, video.Id).ToString());
            },
            cancellationToken);
    }

    public async ValueTask<bool> DeleteAsync(VideoId id, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.Prepare("DELETE FROM videos WHERE id = ?").Bind(id.Value).Run(),
            cancellationToken) == 1;

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Prepare("SELECT count(*) FROM videos").Scalar(), cancellationToken);

    private static Video? Find(Connection connection, VideoId id)
    {
        var row = connection.Prepare("SELECT document FROM videos WHERE id = ?").Bind(id.Value);
        var video = row.Step() ? Read(row) : null;
        row.Reset();
        return video;
    }

    private static Video Read(Statement row) => JsonSerializer.Deserialize(row.Text(0), ExtractionJson.Default.Video)!;

    // LIKE in SQLite folds ASCII only.
    private static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>The last video of a page, in the order of the search.</summary>
    private readonly record struct Cursor(long FetchedAt, string Id)
    {
        public static Cursor Start { get; } = new(long.MaxValue, "");

        public static bool TryParse(string? text, out Cursor cursor)
        {
            cursor = Start;
            var parts = (text ?? "").Split('.', 2);
            if (parts.Length != 2
                || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                || !VideoId.TryParse(parts[1], out var id))
                return false;
            cursor = new Cursor(ticks, id.Value);
            return true;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FetchedAt}.{Id}");
    }
}
