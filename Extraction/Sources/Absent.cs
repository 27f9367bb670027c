namespace Extraction.Sources;

/// <summary>Absent values are absent, never zero or empty; sources often write them so.</summary>
public static class Absent
{
    public static string? IfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
