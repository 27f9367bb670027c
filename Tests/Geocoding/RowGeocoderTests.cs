using Geocoding.Rows;
using Tables;

namespace Tests.Geocoding;

public class RowGeocoderTests
{
    private static readonly CoordinateTask Task = new(X: 1, Y: 2, CorrectSwapped: true, NearestMeters: 0);

    [Theory]
    [InlineData("127.09", "37.1", "경기도 평택시 진위면", null)]
    [InlineData(" 127.09 ", "37.1", "경기도 평택시 진위면", null)]
    [InlineData("127,09", "37,1", "경기도 평택시 진위면", null)]
    [InlineData("37.1", "127.09", "경기도 평택시 진위면", "x and y were swapped: looked up as latitude and longitude.")]
    [InlineData("139.7", "35.7", null, "The point is outside all districts.")]
    [InlineData("0", "0", null, "The point is outside all districts.")]
    [InlineData("", "37.1", null, "x is missing.")]
    [InlineData("127.09", "  ", null, "y is missing.")]
    [InlineData("", "", null, "x and y are missing.")]
    [InlineData("서울", "37.1", null, "x is not a number: \"서울\".")]
    [InlineData("127.37.10", "37.1", null, "x is not a number: \"127.37.10\".")]
    [InlineData("127.09", "#VALUE!", null, "y is not a number: \"#VALUE!\".")]
    [InlineData("NaN", "37.1", null, "x is not a number: \"NaN\".")]
    [InlineData("128510009", "37.1", null, "x is out of range: 128510009. A longitude is from -180 to 180.")]
    [InlineData("180.000001", "37.1", null, "x is out of range: 180.000001. A longitude is from -180 to 180.")]
    [InlineData("127.09", "-999", null, "y is out of range: -999. A latitude is from -90 to 90.")]
    public void A_row_has_its_address_or_its_reason(string x, string y, string? address, string? reason)
    {
        var geocoder = new RowGeocoder(Maps.Subset);

        var found = geocoder.Find([Cell.OfText("a"), Cell.Infer(x), Cell.Infer(y)], Task);

        Assert.Equal(address, found.Failed ? null : found.Values[0]);
        Assert.Equal(reason, found.Reason);
        Assert.Equal(address is null, found.Failed);
    }

    [Fact]
    public void A_row_that_ends_before_its_coordinates_has_none()
    {
        var found = new RowGeocoder(Maps.Subset).Find([Cell.OfText("a")], Task);

        Assert.Equal("x and y are missing.", found.Reason);
    }

    [Fact]
    public void A_swapped_row_fails_with_a_reason_unless_correction_is_requested()
    {
        var found = new RowGeocoder(Maps.Subset).Find(
            [Cell.Empty, Cell.Infer("37.1"), Cell.Infer("127.09")], Task with { CorrectSwapped = false });

        Assert.True(found.Failed);
        Assert.Equal("x and y are swapped: x is a latitude and y a longitude.", found.Reason);
    }

    [Fact]
    public void A_point_near_a_district_gets_it_with_the_distance_on_request()
    {
        var geocoder = new RowGeocoder(Maps.OfSquares([("1", 0, 0, 1)]));

        var found = geocoder.Find(
            [Cell.Empty, Cell.Infer("1.01"), Cell.Infer("0.5")], Task with { NearestMeters = 5_000 });

        Assert.Equal("at 1", found.Values[0]);
        Assert.Matches(@"nearest is 1\d{3} m away", found.Reason);
    }
}
