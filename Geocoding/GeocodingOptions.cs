using System.ComponentModel.DataAnnotations;

namespace Geocoding;

/// <summary>Section <c>Geocoding</c>: where the districts come from, and how addresses are written.</summary>
public sealed record GeocodingOptions
{
    public const string Section = "Geocoding";

    /// <summary>
    /// A point farther than this from every district is not near one; what a request may ask for at the most.
    /// </summary>
    public const double MaxNearestMetres = 50_000;

    /// <summary>Files of districts, the finest level first. Without any, files of coordinates are refused.</summary>
    public IReadOnlyList<BoundaryOptions> Boundaries { get; init; } = [];

    /// <summary>What stands between the names of an address; Korean addresses have a space.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>
    /// How far, in metres, from a point outside all districts the nearest one is still taken, unless the request says.
    /// None: a wrong address is worse than no address.
    /// </summary>
    [Range(0, MaxNearestMetres)]
    public double NearestTolerance { get; init; }
}

/// <summary>One file of districts.</summary>
public sealed record BoundaryOptions
{
    /// <summary>GeoJSON in WGS 84, absolute or relative to the application's folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>What its districts are, as shown.</summary>
    public string Level { get; init; } = "district";

    /// <summary>The property that is unique within the file.</summary>
    public string CodeField { get; init; } = "code";

    /// <summary>
    /// The properties that make an address, in its order: <c>sido</c>, <c>sigungu</c>, <c>name</c>. Only <c>name</c>
    /// when none is given.
    /// </summary>
    public IReadOnlyList<string> NameFields { get; init; } = [];

    /// <summary>What the data's licence wants to be said wherever the addresses are shown or passed on.</summary>
    public string? Attribution { get; init; }

    internal IReadOnlyList<string> NameFieldsOrDefault => NameFields.Count > 0 ? NameFields : ["name"];
}
