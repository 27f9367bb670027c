using Jobs.Failures;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>Carries a failure out of one of several concurrent ranges; never leaves this folder.</summary>
#pragma warning disable CA1032, CA1064 // Thrown and caught in this folder only.
internal sealed class RangeFailedException(Failure failure) : Exception(failure.Reason)
{
    public Failure Failure => failure;
}
#pragma warning restore CA1032, CA1064
