using Extraction.Videos;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.Sqlite;

public static class SqliteRegistration
{
    public static IHostApplicationBuilder AddSqliteStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SqliteOptions>()
            .BindConfiguration(SqliteOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(services => SqliteDatabase.Open(
            services.GetRequiredService<IOptions<DataOptions>>().Value.Path,
            services.GetRequiredService<IOptions<SqliteOptions>>().Value));
        builder.Services.AddJobStore<SqliteJobStore>();
        builder.Services.AddSingleton<IVideoStore, SqliteVideoStore>();
        builder.Services.AddSingleton<IDeadLetterStore, SqliteDeadLetterStore>();
        builder.Services.AddSingleton<IWorkerStore, SqliteWorkerStore>();
        builder.Services.AddSingleton<IRecordStore, SqliteRecordStore>();
        return builder;
    }
}
