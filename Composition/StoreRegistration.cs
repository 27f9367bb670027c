using Adapters.FileSystem;
using Adapters.Sqlite;
using Composition.Backups;
using Jobs;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Composition;

/// <summary>Chooses the stores by configuration.</summary>
public static class StoreRegistration
{
    /// <summary>
    /// Adds the stores: MongoDB when <c>ConnectionStrings:links</c> is set, else SQLite and files under
    /// <c>Data:Path</c>.
    /// </summary>
    /// <exception cref="CannotStartException">
    /// The configuration needs an adapter that this build lacks.
    /// </exception>
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<DataOptions>()
            .BindConfiguration(DataOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        // With MongoDB, too: an earlier version spooled files on disk, and the feeder empties every spool.
        builder.AddFileSystemSpool();
        return string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("links"))
            ? builder.RequireDataFolder().AddDataFolderLock().AddBackups().AddSqliteStores().AddFileSystemArtifacts()
            : BuildAdapters.AddMongoDb(builder).AddStoreOwner();
    }

    /// <summary>
    /// Adds the owner of a store on a server: without a broker, this process runs all jobs of the store.
    /// </summary>
    private static IHostApplicationBuilder AddStoreOwner(this IHostApplicationBuilder builder)
    {
        if (builder.HasWorkers())
            return builder;
        builder.Services.AddSingleton<StoreOwner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreOwner>());
        return builder;
    }

    /// <summary>
    /// Adds the lock on <c>Data:Path</c>: without a broker, this process runs all jobs of the store, and no other may
    /// run any.
    /// </summary>
    private static IHostApplicationBuilder AddDataFolderLock(this IHostApplicationBuilder builder)
    {
        var use = builder.HasWorkers() ? DataFolderUse.Shared : DataFolderUse.Alone;
        builder.Services.AddSingleton(services => DataFolderLock.Take(
            services.GetRequiredService<IOptions<DataOptions>>().Value.Path, use, TimeProvider.System));
        return builder;
    }

    private static IHostApplicationBuilder AddBackups(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BackupFolder>();
        return builder;
    }

    /// <summary>Checks before the host starts that it may write <c>Data:Path</c>.</summary>
    public static IHostApplicationBuilder RequireDataFolder(this IHostApplicationBuilder builder) =>
        builder.RequireFolder(services =>
            new WritableFolder(services.GetRequiredService<IOptions<DataOptions>>().Value.Path, "Data:Path"));
}
