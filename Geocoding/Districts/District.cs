namespace Geocoding.Districts;

/// <summary>A district as it is named.</summary>
/// <param name="Code">
/// Unique within its level; of two districts that share a border point, the one with the lower code has it.
/// </param>
/// <param name="Level">What kind of district: <c>emd</c>, <c>sigungu</c>, as configured.</param>
/// <param name="Address">Its names, in the configured order and with the configured separator.</param>
public sealed record District(string Code, string Level, string Address);

/// <summary>A district with its outline.</summary>
/// <param name="District">Its names.</param>
/// <param name="Rings">
/// Outer and inner rings of all its polygons, each closed, as x and y in turn. A point is inside when a ray from it
/// crosses them an odd number of times, so outer and inner need not be told apart.
/// </param>
internal sealed record DistrictShape(District District, IReadOnlyList<double[]> Rings);
