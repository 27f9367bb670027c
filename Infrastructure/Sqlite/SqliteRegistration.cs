using Extraction.Videos;
using Infrastructure.Sqlite;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Infrastructure;

public static partial class Adapters
{
    static partial void AddSqlite(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => SqliteDatabase.Open(services.GetRequiredService<IOptions<DataOptions>>().Value));
        builder.Services.AddSingleton<IJobStore, SqliteJobStore>();
        builder.Services.AddSingleton<IVideoStore, SqliteVideoStore>();
        builder.Services.AddSingleton<IDeadLetterStore, SqliteDeadLetterStore>();
        builder.Services.AddSingleton<IWorkerStore, SqliteWorkerStore>();
    }
}
