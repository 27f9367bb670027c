using Extraction.Videos;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Disk;
using Jobs.Starting;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.Sqlite;

public static class SqliteRegistration
{
    /// <summary>Adds the stores. Requires a <see cref="DataFolderLock"/>, which is held while they are open.</summary>
    public static IHostApplicationBuilder AddSqliteStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SqliteOptions>()
            .BindConfiguration(SqliteOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(services =>
        {
            // Taken first, so that it is released last.
            _ = services.GetRequiredService<DataFolderLock>();
            return SqliteDatabase.Open(
                services.GetRequiredService<IOptions<DataOptions>>().Value.Path,
                services.GetRequiredService<IOptions<SqliteOptions>>().Value);
        });
        builder.Services.AddSingleton<ISqliteDatabase>(services => services.GetRequiredService<SqliteDatabase>());
        builder.Services.AddSingleton<StoreFloor>();
        builder.Services.AddHostedService<SqliteCheck>();
        builder.Services.AddJobStore<SqliteJobStore>();
        builder.Services.AddSingleton<IVideoStore, SqliteVideoStore>();
        builder.Services.AddSingleton<IDeadLetterStore, SqliteDeadLetterStore>();
        builder.Services.AddSingleton<IWorkerStore, SqliteWorkerStore>();
        builder.Services.AddSingleton<IRecordStore, SqliteRecordStore>();
        return builder;
    }
}
