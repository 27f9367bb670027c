using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using StandIn.Faults;
using StandIn.Lists;
using StandIn.Media;
using StandIn.Pages;
using StandIn.Proxy;
using StandIn.Requests;
using StandIn.Settings;
using StandIn.Videos;

namespace StandIn;

/// <summary>Adds the stand-in's features: the same in its own process and inside a test.</summary>
internal static class StandInFeatures
{
    public static void AddStandIn(this WebApplicationBuilder builder, StandInOptions? given = null)
    {
        var options = given ?? builder.Configuration.GetSection(StandInOptions.Section).Get<StandInOptions>() ?? new();
        options.ThrowIfInvalid();

        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

        builder.AddSettings();
        builder.AddRequestLog();
        builder.AddFaults();
        builder.AddVideos();
        builder.AddLists();
        builder.AddMedia();
        builder.AddProxyCertificate();

        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Listen(IPAddress.Loopback, options.ProxyPort, listen => listen.UseConnectProxy());
        });
    }

    public static void MapStandIn(this WebApplication app)
    {
        app.MapSettings();
        app.MapRequestLog();
        app.MapProxyCertificate();
        app.MapPages();
        app.MapLists();
        app.MapMedia();
    }
}
