using FsCheck;
using FsCheck.Fluent;
using Geocoding;
using Geocoding.Districts;
using NetTopologySuite.Geometries;

namespace Tests.Geocoding;

public class DistrictMapTests
{
    private static readonly PlainScan Scan = new(Maps.SubsetPath);

    [Fact]
    public void Any_points_are_in_the_districts_that_a_plain_scan_over_all_polygons_finds()
    {
        var extent = Maps.Subset.Extent;
        var anywhere = from x in Gen.Choose(0, 1_000_000) from y in Gen.Choose(0, 1_000_000)
                       select (extent.MinX + x / 1e6 * extent.Width, extent.MinY + y / 1e6 * extent.Height);
        var vertex = from i in Gen.Choose(0, Scan.Vertices.Count - 2) select i;
        var onVertex = from i in vertex select (Scan.Vertices[i].X, Scan.Vertices[i].Y);
        var onEdge = from i in vertex from t in Gen.Elements(0.5, 0.25, 0.1, 1 / 3.0)
                     select Between(Scan.Vertices[i], Scan.Vertices[i + 1], t);
        var nearVertex = from i in vertex from dx in Gen.Choose(-300, 300) from dy in Gen.Choose(-300, 300)
                         select (Scan.Vertices[i].X + dx * 1e-5, Scan.Vertices[i].Y + dy * 1e-5);
        var besideVertex = from i in vertex from dx in Gen.Choose(-2, 2) from dy in Gen.Choose(-2, 2)
                           select (Scan.Vertices[i].X + dx * 1e-14, Scan.Vertices[i].Y + dy * 1e-14);
        var points = Gen.OneOf(anywhere, onVertex, onEdge, nearVertex, nearVertex, besideVertex);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(8_1101, 7),
            Prop.ForAll(
                points.ToArbitrary(),
                point => Maps.Subset.Find(point.Item1, point.Item2)?.Code == Scan.Find(point.Item1, point.Item2)));
    }

    [Fact]
    public void A_point_on_a_shared_border_is_in_the_district_with_the_lower_code()
    {
        var map = Maps.OfSquares([("2", 0, 0, 1), ("1", 1, 0, 1), ("3", 1, 1, 1), ("4", 0, 1, 1)]);

        Assert.Equal("1", map.Find(1, 0.5)?.Code);
        Assert.Equal("2", map.Find(0.5, 1)?.Code);
        Assert.Equal("1", map.Find(1, 1)?.Code);
        Assert.Equal("3", map.Find(1, 1.5)?.Code);
    }

    [Fact]
    public void The_finest_level_that_has_the_point_names_it_and_a_coarser_one_where_the_finer_has_none()
    {
        var map = Maps.OfSquares([("fine", 0, 0, 1)], [("coarse", 0, 0, 10)]);

        Assert.Equal("level 0", map.Find(0.5, 0.5)?.Level);
        Assert.Equal("level 1", map.Find(5, 5)?.Level);
        Assert.Null(map.Find(11, 5));
    }

    [Fact]
    public void The_nearest_district_is_taken_within_the_tolerance_only()
    {
        var map = Maps.OfSquares([("1", 0, 0, 1), ("2", 3, 0, 1)]);

        var near = map.Nearest(1.01, 0.5, 2_000);
        var tooFar = map.Nearest(1.01, 0.5, 1_000);

        Assert.Equal("1", near?.District.Code);
        Assert.InRange(near!.Value.Meters, 1_105, 1_115);
        Assert.Null(tooFar);
    }

    [Fact]
    public void Names_are_joined_in_the_configured_order_with_the_configured_separator()
    {
        var boundary = Maps.SubsetBoundary with { NameFields = ["name_eng", "sido_eng"] };
        var map = DistrictMap.Load(new GeocodingOptions { Separator = ", ", Boundaries = [boundary] }, "");

        Assert.Equal("Jinwi-myeon, Gyeonggi-do", map.Find(127.09, 37.1)?.Address);
        Assert.Equal("경기도 평택시 진위면", Maps.Subset.Find(127.09, 37.1)?.Address);
    }

    [Fact]
    public void A_file_without_the_named_field_is_an_error_that_names_file_and_field()
    {
        var options = new GeocodingOptions { Boundaries = [Maps.SubsetBoundary with { CodeField = "number" }] };

        var error = Assert.Throws<InvalidDataException>(() => DistrictMap.Load(options, ""));

        Assert.Contains("\"number\"", error.Message, StringComparison.Ordinal);
        Assert.Contains(Maps.SubsetPath, error.Message, StringComparison.Ordinal);
    }

    private static (double, double) Between(Coordinate a, Coordinate b, double t) =>
        (a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y));
}
