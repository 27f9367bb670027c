namespace Extraction.Captions;

/// <summary>Represents a caption: a text and the time at which it is shown.</summary>
/// <param name="Start">Start, relative to the beginning of the video.</param>
/// <param name="End">End, not before <paramref name="Start"/>.</param>
/// <param name="Text">Lines separated by <c>\n</c>, trimmed, not empty.</param>
public sealed record Cue(TimeSpan Start, TimeSpan End, string Text);
