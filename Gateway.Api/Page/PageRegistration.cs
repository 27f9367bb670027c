using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Page;

/// <summary>
/// The web page: static files from <c>wwwroot</c>, which use the public interface only, and the pictures of videos.
/// </summary>
internal static class PageRegistration
{
    public static IHostApplicationBuilder AddPage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ThumbnailOptions>()
            .BindConfiguration(ThumbnailOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddHttpClient(ThumbnailFetcher.ClientName)
            .ConfigureHttpClient((services, client) =>
            {
                var options = services.GetRequiredService<IOptions<ThumbnailOptions>>().Value;
                client.Timeout = options.Timeout;
                client.MaxResponseContentBufferSize = options.MaxBytes;
            })

            // No redirects: only the configured host is ever contacted. The page asks for dozens at once; that host
            // shall not feel it.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                MaxConnectionsPerServer = 6,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .RemoveAllLoggers();
        builder.Services.AddSingleton<ThumbnailCache>();
        builder.Services.AddSingleton<ThumbnailFetcher>();
        return builder;
    }

    /// <summary>Answers <c>/</c> and the files of the page.</summary>
    public static WebApplication UsePage(this WebApplication app)
    {
        // Beside the program rather than in the current folder, so that it does not matter from where it is started.
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,

            // Asked again each time and mostly answered 304, so that a page never runs with scripts of two versions.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        return app;
    }

    public static IEndpointRouteBuilder MapPage(this IEndpointRouteBuilder routes) => routes.MapThumbnails();
}
