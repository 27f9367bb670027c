using Extraction.Artifacts;
using Extraction.Fetching;
using Extraction.Links;
using Extraction.Lists;
using Extraction.Media;
using Extraction.Rows;
using Extraction.Sources;
using Extraction.Telemetry;
using Files;
using Jobs.Pace;
using Jobs.Running;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Extraction;

/// <summary>Registers the services of this domain.</summary>
public static class ExtractionRegistration
{
    /// <summary>Adds the services of a process that accepts or runs the jobs of links.</summary>
    public static IHostApplicationBuilder AddExtraction(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ExtractionOptions>()
            .BindConfiguration(ExtractionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(LinkJobs.Kind);
        builder.Services.AddSingleton(MediaJobs.Kind);
        builder.Services.AddSingleton(ListJobs.Kind);
        builder.Services.TryAddSingleton<ListJobs>();
        builder.Services.AddSingleton(LinkTask.Kind);
        builder.Services.TryAddSingleton<LinkJobs>();
        builder.Services.TryAddSingleton<LinkFreshness>();
        builder.Services.TryAddSingleton<IStoredResults, StoredVideos>();
        return builder.AddRowKind<LinkRows>();
    }

    /// <summary>
    /// Adds the services of a process that runs the jobs of links. The stores and the sources come from adapters.
    /// </summary>
    public static IHostApplicationBuilder AddExtractionHandlers(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SourcesOptions>()
            .BindConfiguration(SourcesOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SourcesOptions>, ChainValidator>();
        builder.Services.TryAddSingleton<ExtractionTelemetry>();
        builder.Services.TryAddSingleton<SourceChain>();
        builder.Services.TryAddSingleton<IWorkerDetails, SourceReport>();
        builder.Services.TryAddSingleton<VideoFetcher>();
        builder.Services.TryAddSingleton<VideoLookup>();
        builder.Services.AddSingleton<IJobHandler, LinkJobHandler>();
        builder.Services.AddSingleton<IJobHandler, ListJobHandler>();
        builder.Services.AddSingleton<IJobHandler, LinkRowsHandler>();
        builder.Services.AddHostedService<SourceWarmUp>();
        return builder.AddMedia();
    }

    private static IHostApplicationBuilder AddMedia(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MediaOptions>()
            .BindConfiguration(MediaOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton<Workspace>();
        builder.Services.TryAddSingleton<TrackMaker>();
        builder.Services.TryAddSingleton<CaptionMaker>();
        builder.Services.TryAddSingleton<ThumbnailMaker>();
        builder.Services.TryAddSingleton<ArtifactQuota>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ArtifactQuota>());
        builder.Services.AddSingleton<IJobHandler, MediaJobHandler>();
        return builder;
    }
}
