using Adapters.FileSystem;
using Adapters.Sqlite;
using Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Composition;

/// <summary>Chooses the stores by configuration.</summary>
public static class StoreRegistration
{
    /// <summary>
    /// Adds the stores: MongoDB when <c>ConnectionStrings:links</c> is set, else SQLite and files under
    /// <c>Data:Path</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The configuration needs an adapter that this build lacks.
    /// </exception>
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<DataOptions>()
            .BindConfiguration(DataOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("links"))
            ? builder.AddSqliteStores().AddFileSystemArtifacts()
            : BuildAdapters.AddMongoDb(builder);
    }
}
