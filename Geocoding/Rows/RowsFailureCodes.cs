namespace Geocoding.Rows;

/// <summary>Defines failure codes of rows, in addition to <see cref="Jobs.Failures.FailureCodes"/>.</summary>
public static class RowsFailureCodes
{
    /// <summary>The worker has no files of districts.</summary>
    public const string NoDistricts = "no-districts";
}
