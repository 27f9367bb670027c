using System.ComponentModel.DataAnnotations;

namespace Geocoding;

/// <summary>Configures section <c>Geocoding</c>: the files of districts, and the form of addresses.</summary>
public sealed record GeocodingOptions
{
    public const string Section = "Geocoding";

    /// <summary>Maximum tolerance of a request: a point farther from every district is not near one.</summary>
    public const double MaxNearestMeters = 50_000;

    /// <summary>Files of districts, the finest level first. Without any, files of coordinates are rejected.</summary>
    public IReadOnlyList<BoundaryOptions> Boundaries { get; init; } = [];

    /// <summary>Separator of the names in an address; a space in Korean addresses.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>
    /// Default tolerance, in meters, for the nearest district of a point outside all districts. Zero, because a wrong
    /// address is worse than none.
    /// </summary>
    [Range(0, MaxNearestMeters)]
    public double NearestTolerance { get; init; }
}

/// <summary>Configures one file of districts.</summary>
public sealed record BoundaryOptions
{
    /// <summary>Path of a GeoJSON file in WGS 84, absolute or relative to the application's folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>Name of the level, for display.</summary>
    public string Level { get; init; } = "district";

    /// <summary>Property with a unique value for each district of the file.</summary>
    public string CodeField { get; init; } = "code";

    /// <summary>
    /// Properties of an address, in its order: <c>sido</c>, <c>sigungu</c>, <c>name</c>. Only <c>name</c> by default.
    /// </summary>
    public IReadOnlyList<string> NameFields { get; init; } = [];

    /// <summary>Notice that the license requires wherever addresses are shown or passed on.</summary>
    public string? Attribution { get; init; }

    internal IReadOnlyList<string> NameFieldsOrDefault => NameFields.Count > 0 ? NameFields : ["name"];
}
