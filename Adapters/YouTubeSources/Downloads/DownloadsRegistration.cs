using System.Net;
using Extraction.Media;
using Jobs;
using Jobs.Starting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.Downloads;

public static class DownloadsRegistration
{
    /// <summary>Adds the downloader of streams, captions, and thumbnails.</summary>
    public static IHostApplicationBuilder AddDownloads(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IDownloader, RangeDownloader>();
        builder.Services.AddOptions<MediaOptions>().PostConfigure<IOptions<DataOptions>>(
            (media, data) => media.WorkPath ??= Path.Combine(data.Value.Path, "work"));
        builder.RequireFolder(services => new WritableFolder(
            services.GetRequiredService<IOptions<MediaOptions>>().Value.WorkPath!, "Media:WorkPath"));
        builder.Services.AddHttpClient(RangeDownloader.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddHttpMessageHandler(services => new MediaHostHandler(
                services.GetRequiredService<IOptions<MediaOptions>>().Value.BaseAddress));
        return builder;
    }
}
