namespace Geocoding.Districts;

/// <summary>Represents the names of a district.</summary>
/// <param name="Code">
/// Unique in its level. A point on a shared border belongs to the district with the lower code.
/// </param>
/// <param name="Level">The configured level, such as <c>emd</c> or <c>sigungu</c>.</param>
/// <param name="Address">Its names, in the configured order and with the configured separator.</param>
public sealed record District(string Code, string Level, string Address);

/// <summary>Represents a district with its outline.</summary>
/// <param name="District">Its names.</param>
/// <param name="Rings">
/// Outer and inner rings of all its polygons, each closed, as alternating x and y. A point is inside if a ray from it
/// crosses them an odd number of times, so outer and inner rings need no distinction.
/// </param>
internal sealed record DistrictShape(District District, IReadOnlyList<double[]> Rings);
