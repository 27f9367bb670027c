using Extraction.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adapters.YouTubeSources.YtDlp;

public static class YtDlpRegistration
{
    public static IHostApplicationBuilder AddYtDlp(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<YtDlpOptions>()
            .BindConfiguration(YtDlpOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IVideoSource, YtDlpSource>();
        return builder;
    }
}
