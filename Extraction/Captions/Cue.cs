namespace Extraction.Captions;

/// <summary>One caption: a text and when it is shown.</summary>
/// <param name="Start">From the beginning of the video.</param>
/// <param name="End">Not before <paramref name="Start"/>.</param>
/// <param name="Text">Lines separated by <c>\n</c>, trimmed, not empty.</param>
public sealed record Cue(TimeSpan Start, TimeSpan End, string Text);
