using Extraction.Sources;
using Infrastructure.YtDlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Infrastructure;

public static partial class Adapters
{
    static partial void AddYtDlp(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<YtDlpOptions>()
            .BindConfiguration(YtDlpOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IVideoSource, YtDlpSource>();
    }
}
