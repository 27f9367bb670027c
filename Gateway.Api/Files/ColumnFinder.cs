using System.Globalization;
using Extraction.Links;
using Geocoding.Districts;
using Geocoding.Points;
using LinkParser = Extraction.Links.LinkParser;
using Tables;

namespace Gateway.Api.Files;

/// <summary>What the first rows of a file say about its columns.</summary>
/// <param name="Kind">What the rows are looked up by.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Link">Column from 0.</param>
/// <param name="X">Column of the longitude, from 0.</param>
/// <param name="Y">Column of the latitude, from 0.</param>
/// <param name="Swapped">
/// Whether longitude and latitude are the other way about than the headers, or the sender, say.
/// </param>
internal sealed record FoundColumns(FileKind Kind, bool HasHeader, int? Link, int? X, int? Y, bool Swapped);

/// <summary>
/// Finds the columns with links or coordinates: those that are named, else by header, else by what is in them.
/// </summary>
internal sealed class ColumnFinder(DistrictMap map)
{
    /// <summary>Of the cells with a value, the share that has to look like it.</summary>
    private const double Enough = 0.5;

    private const string NoDistricts =
        "For coordinates this gateway has no districts to look them up in: set Geocoding:Boundaries to GeoJSON files of them.";

    private static readonly string[] LinkHeaders = ["link", "links", "url", "video", "링크", "주소창", "영상"];
    private static readonly string[] XHeaders = ["x", "lon", "lng", "long", "longitude", "경도", "x좌표"];
    private static readonly string[] YHeaders = ["y", "lat", "latitude", "위도", "y좌표"];

    /// <exception cref="UploadRefusedException">The columns cannot be told.</exception>
    public FoundColumns Find(IReadOnlyList<IReadOnlyList<Cell>> sample, FileRequest request)
    {
        var hasHeader = request.Header ?? LooksLikeHeader(sample[0]);
        var header = hasHeader ? sample[0] : [];
        var rows = hasHeader ? sample.Skip(1).ToList() : sample;
        var width = sample.Max(row => row.Count);
        var kind = request.Kind ?? KindOfNamed(request);

        if (kind != FileKind.Coordinates && FindLink(header, rows, width, request) is { } link)
            return new FoundColumns(FileKind.Links, hasHeader, link, null, null, false);
        if (kind != FileKind.Links)
        {
            if (map.Count == 0)
                throw Refused(kind is FileKind.Coordinates ? NoDistricts : $"No column with links was found: name it with link, by header or number. {NoDistricts}");
            if (FindPoint(header, rows, width, request) is var (x, y, swapped))
                return new FoundColumns(FileKind.Coordinates, hasHeader, null, x, y, swapped);
        }

        throw Refused(kind switch
        {
            FileKind.Links => "No column with links was found: name it with link, by its header or its number.",
            FileKind.Coordinates => "No columns with coordinates were found: name them with x (longitude) and y (latitude), by header or number.",
            _ => "No column with links or coordinates was found: name it with link, or name x (longitude) and y (latitude), by header or number.",
        });
    }

    private static FileKind? KindOfNamed(FileRequest request) => request switch
    {
        { X: not null } or { Y: not null } => FileKind.Coordinates,
        { Link: not null } => FileKind.Links,
        _ => null,
    };

    private static int? FindLink(
        IReadOnlyList<Cell> header, IReadOnlyList<IReadOnlyList<Cell>> rows, int width, FileRequest request)
    {
        if (request.Link is { } named)
            return Named(named, header, width);

        // A bare id is any eleven letters, a number plate say: only who says that there are links means one.
        var matches = request.Kind == FileKind.Links ? IsLinkOrId : (Func<Cell, bool>)IsLink;
        var shares = Enumerable.Range(0, width).Select(column => Share(rows, column, matches)).ToList();
        var best = shares.Count == 0 ? -1 : shares.IndexOf(shares.Max());
        if (best >= 0 && shares[best] >= Enough)
            return best;
        return request.Kind == FileKind.Links ? HeaderIndex(header, LinkHeaders) : null;
    }

    private (int X, int Y, bool Swapped)? FindPoint(
        IReadOnlyList<Cell> header, IReadOnlyList<IReadOnlyList<Cell>> rows, int width, FileRequest request)
    {
        var likeX = Enumerable.Range(0, width).Select(column => Share(rows, column, map.IsLongitude)).ToList();
        var likeY = Enumerable.Range(0, width).Select(column => Share(rows, column, map.IsLatitude)).ToList();
        var x = request.X is { } namedX ? Named(namedX, header, width) : HeaderIndex(header, XHeaders);
        var y = request.Y is { } namedY ? Named(namedY, header, width) : HeaderIndex(header, YHeaders);
        x ??= Best(likeX, y) ?? Best(likeY, y);
        y ??= Best(likeY, x) ?? Best(likeX, x);
        if (x is not { } foundX || y is not { } foundY || foundX == foundY)
            return null;

        // Each column holds what the other should: the headers, or the sender, have them the wrong way about.
        var swapped = likeY[foundX] >= Enough && likeX[foundY] >= Enough && likeX[foundX] < Enough
            && likeY[foundY] < Enough;
        return swapped ? (foundY, foundX, true) : (foundX, foundY, false);
    }

    private static int? Best(List<double> shares, int? except)
    {
        var best = -1;
        for (var i = 0; i < shares.Count; i++)
        {
            if (i != except && shares[i] >= Enough && (best < 0 || shares[i] > shares[best]))
                best = i;
        }

        return best < 0 ? null : best;
    }

    private static double Share(IReadOnlyList<IReadOnlyList<Cell>> rows, int column, Func<Cell, bool> matches)
    {
        var (values, matching) = (0, 0);
        foreach (var row in rows)
        {
            if (column >= row.Count || row[column].IsEmpty)
                continue;
            values++;
            if (matches(row[column]))
                matching++;
        }

        return values == 0 ? 0 : (double)matching / values;
    }

    /// <summary>Names, not values: a first row with a number or a link in it is a row like the others.</summary>
    private static bool LooksLikeHeader(IReadOnlyList<Cell> row) =>
        row.All(cell => cell.Kind is CellKind.Text or CellKind.Empty && !IsLink(cell));

    private static bool IsLink(Cell cell) => cell.Text.Contains('.', StringComparison.Ordinal) && IsLinkOrId(cell);

    private static bool IsLinkOrId(Cell cell) =>
        cell.Kind == CellKind.Text && LinkParser.Parse(cell.Text.Trim()) is not ParsedLink.Refused;

    /// <summary>A header that is one of the words, or has it in brackets: <c>주소(x)</c>.</summary>
    private static int? HeaderIndex(IReadOnlyList<Cell> header, string[] words)
    {
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Text.Trim();
            if (words.Any(word => name.Equals(word, StringComparison.OrdinalIgnoreCase)
                || name.EndsWith($"({word})", StringComparison.OrdinalIgnoreCase)))
            {
                return i;
            }
        }

        return null;
    }

    private static int Named(string named, IReadOnlyList<Cell> header, int width)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Text.Trim().Equals(named.Trim(), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        if (int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= width)
            return number - 1;
        throw Refused(
            $"The file has no column \"{named}\": give a header as it is in the file, or a number from 1 to {width}.");
    }

    private static UploadRefusedException Refused(string message) =>
        new(StatusCodes.Status422UnprocessableEntity, message);
}

/// <summary>Whether a cell could be a coordinate on the map.</summary>
internal static class MapCells
{
    public static bool IsLongitude(this DistrictMap map, Cell cell) =>
        PointReader.TryNumber(cell.Text.Trim(), out var number) && map.HasLongitude(number);

    public static bool IsLatitude(this DistrictMap map, Cell cell) =>
        PointReader.TryNumber(cell.Text.Trim(), out var number) && map.HasLatitude(number);
}
