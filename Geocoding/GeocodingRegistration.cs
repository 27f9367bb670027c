using Geocoding.Districts;
using Geocoding.Rows;
using Jobs.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Geocoding;

public static class GeocodingRegistration
{
    /// <summary>The kind of job and the map: what a process needs that accepts files of coordinates.</summary>
    public static IHostApplicationBuilder AddGeocoding(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<GeocodingOptions>()
            .BindConfiguration(GeocodingOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.Boundaries.All(boundary => boundary.Path.Length > 0),
                "Every entry of Geocoding:Boundaries needs a Path: the GeoJSON file of its districts.")
            .ValidateOnStart();
        builder.Services.AddSingleton(RowsHandler.RowsKind);
        builder.Services.TryAddSingleton<GeocodingTelemetry>();
        builder.Services.TryAddSingleton(services => DistrictMap.Load(
            services.GetRequiredService<IOptions<GeocodingOptions>>().Value,
            services.GetRequiredService<IHostEnvironment>().ContentRootPath));
        builder.Services.AddHostedService<DistrictMapStart>();
        return builder;
    }

    /// <summary>The handler: what a process needs besides that runs the jobs.</summary>
    public static IHostApplicationBuilder AddGeocodingHandler(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<RowGeocoder>();
        builder.Services.AddSingleton<IJobHandler, RowsHandler>();
        return builder;
    }
}
