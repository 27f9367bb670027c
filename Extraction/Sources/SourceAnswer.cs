namespace Extraction.Sources;

/// <summary>What a source answered to any question: the value, or why there is none.</summary>
internal readonly record struct SourceAnswer<T>(T? Value, SourceResult.Failed? Failed) where T : class;
