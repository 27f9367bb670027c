using Adapters.YouTubeSources.YtDlp.Serving;
using Extraction.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adapters.YouTubeSources.YtDlp;

public static class YtDlpRegistration
{
    /// <summary>Adds the source that runs yt-dlp.</summary>
    public static IHostApplicationBuilder AddYtDlp(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<YtDlpOptions>()
            .BindConfiguration(YtDlpOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<YtDlpRunner>();
        return builder.AddVideoSource<YtDlpSource>(YtDlpSource.SourceName);
    }
}
