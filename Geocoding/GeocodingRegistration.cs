using Files;
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
    /// <summary>Registers the kind of job and the map, which a process needs to accept files of coordinates.</summary>
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
        return builder.AddRowKind<CoordinateRows>();
    }

    /// <summary>Registers the handler, which a process also needs to run the jobs.</summary>
    public static IHostApplicationBuilder AddGeocodingHandler(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<RowGeocoder>();
        builder.Services.AddSingleton<IJobHandler, RowsHandler>();
        return builder;
    }
}
