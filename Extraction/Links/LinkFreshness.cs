using Jobs;
using Microsoft.Extensions.Options;

namespace Extraction.Links;

/// <summary>Decides how old a stored document may be that answers a link.</summary>
public sealed class LinkFreshness(IOptions<ExtractionOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Returns the oldest acceptable fetch time. A document fetched after the job was accepted is always fresh enough:
    /// an earlier attempt of the same job fetched it before a crash.
    /// </summary>
    public DateTimeOffset NotBefore(LinkRequest request, Job job)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(job);
        var now = clock.GetUtcNow();
        var maxAge = request.MaxAge ?? options.Value.MaxAge;
        var oldest = maxAge < now - DateTimeOffset.MinValue ? now - maxAge : DateTimeOffset.MinValue;
        return oldest < job.AcceptedAt ? oldest : job.AcceptedAt;
    }
}
