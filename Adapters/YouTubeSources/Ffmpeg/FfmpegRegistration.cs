using Adapters.YouTubeSources.Processes;
using Extraction.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Adapters.YouTubeSources.Ffmpeg;

public static class FfmpegRegistration
{
    /// <summary>Adds ffmpeg as the tool that converts media.</summary>
    public static IHostApplicationBuilder AddFfmpeg(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<FfmpegOptions>()
            .BindConfiguration(FfmpegOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton<ProcessRunner>();
        builder.Services.TryAddSingleton<IMediaTool, FfmpegTool>();
        return builder;
    }
}
