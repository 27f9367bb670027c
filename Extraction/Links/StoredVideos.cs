using Extraction.Videos;
using Jobs;
using Jobs.Pace;

namespace Extraction.Links;

/// <summary>
/// Finds jobs of links whose document is stored and fresh, so that they do not wait for a request of a source. Files
/// are not looked for: making them needs the source in most cases.
/// </summary>
internal sealed class StoredVideos(IVideoStore videos, LinkFreshness freshness) : IStoredResults
{
    public async ValueTask<IReadOnlySet<JobId>> FindAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var byVideo = new List<(VideoId Video, DateTimeOffset NotBefore, JobId Job)>();
        foreach (var job in jobs)
        {
            if (job.Kind != LinkJobs.Kind.Name || LinkRequest.TryRead(job.Payload) is not { } request)
                continue;
            var notBefore = freshness.NotBefore(request, job);
            byVideo.Add((request.VideoId, notBefore, job.Id));
        }

        if (byVideo.Count == 0)
            return new HashSet<JobId>();
        var times = await videos.GetFetchTimesAsync([.. byVideo.Select(one => one.Video)], cancellationToken);
        return byVideo
            .Where(one => times.TryGetValue(one.Video, out var fetchedAt) && fetchedAt >= one.NotBefore)
            .Select(one => one.Job)
            .ToHashSet();
    }
}
