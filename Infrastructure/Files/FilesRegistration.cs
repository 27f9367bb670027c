using Extraction.Artifacts;
using Infrastructure.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Infrastructure;

public static partial class Adapters
{
    static partial void AddFiles(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
            new ArtifactPaths(Path.Combine(services.GetRequiredService<IOptions<DataOptions>>().Value.Path, "artifacts")));
        builder.Services.AddSingleton<IArtifactStore, FileArtifactStore>();
        builder.Services.AddHostedService<ArtifactSweep>();
    }
}
