using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Extraction.Sources;

/// <summary>Registers the sources of videos, each under its own name.</summary>
public static class VideoSourceRegistration
{
    /// <summary>Adds a source.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="name">The value of the source's <see cref="IVideoSource.Name"/>.</param>
    /// <typeparam name="TSource">The source.</typeparam>
    public static IHostApplicationBuilder AddVideoSource<TSource>(this IHostApplicationBuilder builder, string name)
        where TSource : class, IVideoSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new KnownSource(name));
        builder.Services.AddSingleton<IVideoSource, TSource>();
        return builder;
    }

    /// <summary>
    /// Adds the name of a source that this build does not include, so that one configuration fits every build.
    /// </summary>
    public static IHostApplicationBuilder AddMissingVideoSource(this IHostApplicationBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new KnownSource(name));
        return builder;
    }
}
