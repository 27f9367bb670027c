namespace Extraction.Sources;

/// <summary>
/// Represents the value of a source's answer. Nothing else may come out of the chain, so nothing of a source is used
/// before its texts are cleaned and its lists are bounded.
/// </summary>
public interface ISourceValue<out TSelf> where TSelf : class
{
    /// <summary>Returns the value with clean texts, bounded lists, and known formats only.</summary>
    TSelf Cleaned();
}
