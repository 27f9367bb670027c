using System.Net;
using Extraction.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using YoutubeExplode;

namespace Adapters.YoutubeExplode;

public static class YoutubeExplodeRegistration
{
    /// <summary>Adds the source that uses the library YoutubeExplode.</summary>
    public static IHostApplicationBuilder AddYoutubeExplode(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<YoutubeExplodeOptions>()
            .BindConfiguration(YoutubeExplodeOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(services => new YoutubeExplodeBudget(new RequestBudget(
            services.GetRequiredService<IOptions<YoutubeExplodeOptions>>().Value.RequestsPerMinute,
            services.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton(Client);
        return builder.AddVideoSource<YoutubeExplodeSource>(YoutubeExplodeSource.SourceName);
    }

    /// <summary>Creates the client, one per process: it keeps the guest session and the player's cipher.</summary>
    private static YoutubeClient Client(IServiceProvider services)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        var handler = ActivatorUtilities.CreateInstance<YouTubeHandler>(services);
        handler.InnerHandler = sockets;
        return new YoutubeClient(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
