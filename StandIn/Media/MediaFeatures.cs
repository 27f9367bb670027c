namespace StandIn.Media;

internal static class MediaFeatures
{
    public static void AddMedia(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<Ffmpeg>().AddSingleton<MediaLibrary>().AddSingleton<MediaFaultLedger>()
            .AddSingleton<MediaEndpoint>();

    public static void MapMedia(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<MediaEndpoint>();
        app.MapMethods("/videoplayback", [HttpMethods.Get, HttpMethods.Head], endpoint.ServeAsync);
    }
}
