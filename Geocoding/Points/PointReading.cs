namespace Geocoding.Points;

/// <summary>Represents the result of reading two cells. Closed, so that a switch over it is complete.</summary>
public abstract record PointReading
{
    private PointReading() { }

    /// <summary>Represents a point.</summary>
    /// <param name="X">Longitude in degrees.</param>
    /// <param name="Y">Latitude in degrees.</param>
    public sealed record Point(double X, double Y) : PointReading;

    /// <summary>Represents two coordinates that, by their ranges, can only be in each other's cells.</summary>
    /// <param name="X">Value in the cell of the longitude.</param>
    /// <param name="Y">Value in the cell of the latitude.</param>
    public sealed record Swapped(double X, double Y) : PointReading;

    /// <summary>Represents cells without a point.</summary>
    /// <param name="Reason">One sentence for the sender of the file.</param>
    public sealed record Problem(string Reason) : PointReading;
}
