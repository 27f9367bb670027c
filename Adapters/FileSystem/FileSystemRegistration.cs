using Adapters.FileSystem.Spool;
using Extraction.Artifacts;
using Files.Spooling;
using Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.FileSystem;

public static class FileSystemRegistration
{
    /// <summary>Adds the artifact store that keeps files under <c>Data:Path</c>.</summary>
    public static IHostApplicationBuilder AddFileSystemArtifacts(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services =>
            new ArtifactPaths(
                Path.Combine(services.GetRequiredService<IOptions<DataOptions>>().Value.Path, "artifacts")));
        builder.Services.AddSingleton<IArtifactStore, FileArtifactStore>();
        builder.Services.AddHostedService<ArtifactSweep>();
        return builder;
    }

    /// <summary>Adds the spool that keeps accepted files under <c>Data:Path</c>.</summary>
    public static IHostApplicationBuilder AddFileSystemSpool(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services => new SpoolPaths(
            Path.Combine(services.GetRequiredService<IOptions<DataOptions>>().Value.Path, "files")));
        builder.Services.AddSingleton<IBatchSpool, FileBatchSpool>();
        return builder;
    }
}
