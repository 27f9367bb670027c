using Extraction.Artifacts;
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
}
