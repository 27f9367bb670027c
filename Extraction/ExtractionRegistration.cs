using Extraction.Links;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Extraction;

public static class ExtractionRegistration
{
    /// <summary>What a process needs that accepts or runs the jobs of links.</summary>
    public static IHostApplicationBuilder AddExtraction(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ExtractionOptions>()
            .BindConfiguration(ExtractionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(LinkJobs.Kind);
        builder.Services.TryAddSingleton<LinkJobs>();
        return builder;
    }
}
