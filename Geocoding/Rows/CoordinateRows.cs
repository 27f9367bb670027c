using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Files;
using Files.Columns;
using Files.Progress;
using Files.Results;
using Files.Rows;
using Geocoding.Districts;
using Geocoding.Points;
using Jobs.Running;
using Microsoft.Extensions.Options;
using Tables;

namespace Geocoding.Rows;

/// <summary>Defines rows with coordinates: each row gets the district of its point.</summary>
public sealed class CoordinateRows(
    DistrictMap map, IOptions<GeocodingOptions> geocoding, IOptions<FilesOptions> files) : RowKind
{
    private static readonly string[] XHeaders = ["x", "lon", "lng", "long", "longitude", "경도", "x좌표"];
    private static readonly string[] YHeaders = ["y", "lat", "latitude", "위도", "y좌표"];

    public override string Name => "coordinates";

    public override JobKind JobKind => RowsHandler.RowsKind;

    public override IReadOnlyList<string> ColumnParameters { get; } = ["x", "y"];

    public override string ColumnAdvice => "name x (longitude) and y (latitude)";

    public override string UploadHelp =>
        "For coordinates, correctSwapped=true also looks up single rows with latitude before longitude, and nearest=N "
        + "returns the nearest district within N meters for points outside all of them.";

    public override IReadOnlyList<string> ResultParameters { get; } = ["coordinates"];

    public override string ResultHelp =>
        "For coordinates, the address replaces x and y (coordinates=replace), or it follows all columns with its code "
        + "(coordinates=add).";

    public override string? Unavailable => map.Count > 0
        ? null
        : "This gateway has no districts for coordinates: set Geocoding:Boundaries to GeoJSON files of them.";

    public override IReadOnlyList<string> Attributions => map.Attributions;

    public override bool TryReadTask(
        RowParameters parameters, [NotNullWhen(true)] out IRowTask? task, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (task, problem) = (null, null);
        if (!parameters.TryReadFlag("correctSwapped", out var correct))
            problem = "The parameter correctSwapped must be \"true\" or \"false\".";
        else if (!TryReadNearest(parameters["nearest"], out var nearest))
            problem = $"The parameter nearest must be a number of meters up to {GeocodingOptions.MaxNearestMeters:0}.";
        else
            task = new CoordinateTask(0, 0, correct ?? false, nearest ?? geocoding.Value.NearestTolerance);
        return task is not null;
    }

    public override RowColumns? FindColumns(
        TableSample sample, IReadOnlyDictionary<string, string> columns, bool requested)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(columns);
        var likeX = sample.SharesOf(IsLongitude);
        var likeY = sample.SharesOf(IsLatitude);
        var x = columns.TryGetValue("x", out var namedX) ? sample.Named(namedX) : sample.WithHeader(XHeaders);
        var y = columns.TryGetValue("y", out var namedY) ? sample.Named(namedY) : sample.WithHeader(YHeaders);
        x ??= TableSample.Best(likeX, y) ?? TableSample.Best(likeY, y);
        y ??= TableSample.Best(likeY, x) ?? TableSample.Best(likeX, x);
        if (x is not { } foundX || y is not { } foundY || foundX == foundY)
            return null;

        // Each column matches only the other coordinate: the headers, or the sender, exchange them.
        var swapped = IsOnly(likeY, likeX, foundX) && IsOnly(likeX, likeY, foundY);
        return swapped ? At(foundY, foundX, swapped) : At(foundX, foundY, swapped);
    }

    public override string? CheckResult(RowParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters["coordinates"] is null or "replace" or "add"
            ? null
            : "The parameter coordinates must be \"replace\" or \"add\".";
    }

    public override IResultRows LayOut(FileDetails file, RowParameters parameters, RowJobStates jobs)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new CoordinateResultRows(file, files.Value, replace: parameters["coordinates"] != "add");
    }

    private static RowColumns At(int x, int y, bool swapped) =>
        new(new Dictionary<string, int> { ["x"] = x, ["y"] = y }, swapped);

    private static bool IsOnly(IReadOnlyList<double> like, IReadOnlyList<double> other, int column) =>
        like[column] >= TableSample.Enough && other[column] < TableSample.Enough;

    private bool IsLongitude(Cell cell) =>
        PointReader.TryNumber(cell.Text.Trim(), out var number) && map.HasLongitude(number);

    private bool IsLatitude(Cell cell) =>
        PointReader.TryNumber(cell.Text.Trim(), out var number) && map.HasLatitude(number);

    private static bool TryReadNearest(string? text, out double? nearest)
    {
        nearest = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var meters)
            && meters is >= 0 and <= GeocodingOptions.MaxNearestMeters ? meters : null;
        return text is null || nearest is not null;
    }
}
