using Adapters.YouTubeSources.Downloads;
using Adapters.YouTubeSources.Ffmpeg;
using Adapters.YouTubeSources.Processes;
using Adapters.YouTubeSources.YouTubeApi;
using Adapters.YouTubeSources.YtDlp;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Adapters.YouTubeSources;

public static class YouTubeSourcesRegistration
{
    /// <summary>Adds yt-dlp, YouTube's official API, downloads, and ffmpeg.</summary>
    public static IHostApplicationBuilder AddYouTubeSources(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ProcessRunner>();
        return builder.AddYtDlp().AddYouTubeApi().AddDownloads().AddFfmpeg();
    }
}
