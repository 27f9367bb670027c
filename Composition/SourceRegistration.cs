using Adapters.YouTubeSources;
using Microsoft.Extensions.Hosting;

namespace Composition;

/// <summary>Adds the sources of videos.</summary>
public static class SourceRegistration
{
    /// <summary>Adds the sources that this build has; <c>Sources:Chain</c> selects and orders them.</summary>
    public static IHostApplicationBuilder AddSources(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return BuildAdapters.AddInProcessSource(builder).AddYouTubeSources();
    }
}
