namespace Geocoding.Rows;

/// <summary>Codes of failures at rows with coordinates, beside <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class RowsFailureCodes
{
    /// <summary>The worker has no files of districts.</summary>
    public const string NoDistricts = "no-districts";
}
