using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Page;

/// <summary>
/// Serves the web page: static files from <c>wwwroot</c>, which use only the public API, and thumbnails.
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

            // No redirects: only the configured host is contacted. The page requests dozens of thumbnails at once, so
            // the number of connections is limited.
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

    /// <summary>Serves <c>/</c> and the files of the page.</summary>
    public static WebApplication UsePage(this WebApplication app)
    {
        // Relative to the program, because the current folder may be any.
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,

            // Revalidated on each load, mostly with 304, so that a page never mixes scripts of two versions.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        return app;
    }

    public static IEndpointRouteBuilder MapPage(this IEndpointRouteBuilder routes) => routes.MapThumbnails();
}
