using Infrastructure.Downloads;
using Infrastructure.Ffmpeg;
using Infrastructure.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Infrastructure;

public static partial class Adapters
{
    /// <summary>The sources that this build has; <c>Sources:Chain</c> says which are asked, and in which order.</summary>
    public static IHostApplicationBuilder AddSources(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ProcessRunner>();
        AddYoutubeExplode(builder);
        AddYtDlp(builder);
        AddYouTubeApi(builder);
        return builder.AddDownloads().AddFfmpeg();
    }

    static partial void AddYoutubeExplode(IHostApplicationBuilder builder);

    static partial void AddYtDlp(IHostApplicationBuilder builder);

    static partial void AddYouTubeApi(IHostApplicationBuilder builder);
}
