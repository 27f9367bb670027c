using System.Diagnostics.CodeAnalysis;

namespace Extraction.Sources;

/// <summary>Represents a source's answer to one question: the value, or the reason why there is none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public abstract record SourceAnswer<T> where T : class
{
    private SourceAnswer() { }

    /// <summary>Wraps a value that a source found.</summary>
    public static implicit operator SourceAnswer<T>(T value) => new Found(value);

    /// <summary>Wraps the reason why a source found no value.</summary>
    public static implicit operator SourceAnswer<T>(SourceFailure why) => new Failed(why);

    /// <summary>Gets the value, or the reason why there is none.</summary>
    /// <returns>True when the source found a value.</returns>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out SourceFailure? why)
    {
        value = (this as Found)?.Value;
        why = (this as Failed)?.Why;
        return value is not null;
    }

    /// <summary>The source found a value.</summary>
    public sealed record Found(T Value) : SourceAnswer<T>;

    /// <summary>The source found no value.</summary>
    public sealed record Failed(SourceFailure Why) : SourceAnswer<T>;
}
