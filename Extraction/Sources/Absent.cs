namespace Extraction.Sources;

/// <summary>Turns the empty values that sources return for missing data into null.</summary>
public static class Absent
{
    /// <summary>Returns null when the text is null, empty, or white space.</summary>
    public static string? IfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
