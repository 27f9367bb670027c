namespace Geocoding.Points;

/// <summary>What two cells say: a point, or why they are none. Closed, so that a switch over it is complete.</summary>
public abstract record PointReading
{
    private PointReading() { }

    /// <param name="X">Longitude, degrees.</param>
    /// <param name="Y">Latitude, degrees.</param>
    public sealed record Point(double X, double Y) : PointReading;

    /// <param name="X">
    /// What was in the cell of the longitude: by its range it can only be a latitude, or the other way about.
    /// </param>
    /// <param name="Y">What was in the cell of the latitude.</param>
    public sealed record Swapped(double X, double Y) : PointReading;

    /// <param name="Reason">One sentence for the person whose file it is.</param>
    public sealed record Problem(string Reason) : PointReading;
}
