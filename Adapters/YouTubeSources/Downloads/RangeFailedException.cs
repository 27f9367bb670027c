using Jobs.Failures;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Carries a failure out of one of several ranges that are fetched at once; never leaves this folder.
/// </summary>
#pragma warning disable CA1032, CA1064 // Made here and caught here.
internal sealed class RangeFailedException(Failure failure) : Exception(failure.Reason)
{
    public Failure Failure => failure;
}
#pragma warning restore CA1032, CA1064
