namespace Extraction.Sources;

/// <summary>Names a source that <c>Sources:Chain</c> may list.</summary>
/// <param name="Name">The name in configuration, documents, and metrics. Never renamed: documents store it.</param>
internal sealed record KnownSource(string Name);
