using Extraction.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

public static class YouTubeApiRegistration
{
    /// <summary>Adds the source that calls YouTube's official APIs.</summary>
    public static IHostApplicationBuilder AddYouTubeApi(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<YouTubeApiOptions>()
            .BindConfiguration(YouTubeApiOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddHttpClient(YouTubeApiHttp.ClientName)
            .ConfigureHttpClient((services, client) =>
            {
                var options = services.GetRequiredService<IOptions<YouTubeApiOptions>>().Value;
                client.Timeout = options.Timeout;
                client.MaxResponseContentBufferSize = options.MaxResponse;
            })

            // No redirects: only the configured hosts are ever contacted.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .RemoveAllLoggers();
        builder.Services.AddSingleton<YouTubeApiHttp>();
        builder.Services.AddSingleton<OEmbed>();
        builder.Services.AddSingleton<DataApi>();
        return builder.AddVideoSource<YouTubeApiSource>(YouTubeApiSource.SourceName);
    }
}
