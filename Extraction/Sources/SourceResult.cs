using Extraction.Videos;
using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>What a source answered: closed, so that a switch over it is complete.</summary>
public abstract record SourceResult
{
    private SourceResult() { }

    public sealed record Found(Video Video) : SourceResult;

    public sealed record Failed(Failure Failure) : SourceResult;
}
