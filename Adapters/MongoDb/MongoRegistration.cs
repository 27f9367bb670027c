using Extraction.Artifacts;
using Extraction.Videos;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MongoDB.Driver;

namespace Adapters.MongoDb;

public static class MongoRegistration
{
    private const string ConnectionName = "links";

    public static IHostApplicationBuilder AddMongoStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<MongoOptions>()
            .BindConfiguration(MongoOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        var address = Address(builder.Configuration.GetConnectionString(ConnectionName)!);
        builder.AddMongoDBClient(ConnectionName, settings =>
        {
            // The driver has an activity source of its own; Aspire's would tell every command a second time. Health
            // is asked of the store itself, for every adapter in the same way.
            settings.DisableTracing = true;
            settings.DisableHealthChecks = true;
        });

        // Also where the address names no database, as those of Atlas usually do.
        builder.Services.TryAddSingleton(services =>
            services.GetRequiredService<IMongoClient>().GetDatabase(
                address.DatabaseName ?? MongoOptions.DefaultDatabase));

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LinksDatabase>();
        builder.Services.AddSingleton<ArtifactFiles>();
        builder.Services.AddJobStore<MongoJobStore>();
        builder.Services.AddSingleton<IVideoStore, MongoVideoStore>();
        builder.Services.AddSingleton<IDeadLetterStore, MongoDeadLetterStore>();
        builder.Services.AddSingleton<IWorkerStore, MongoWorkerStore>();
        builder.Services.AddSingleton<IArtifactStore, MongoArtifactStore>();
        builder.Services.AddHostedService<ArtifactCleaner>();
        return builder;
    }

    private static MongoUrl Address(string connectionString)
    {
        try
        {
            return MongoUrl.Create(connectionString);
        }
        catch (MongoConfigurationException error)
        {
            // The driver's own message repeats the text, and with it the password.
            throw new InvalidOperationException(
                "ConnectionStrings:links is no address of MongoDB: write mongodb://host:port/links, "
                + $"or mongodb+srv://… as Atlas shows it ({error.GetType().Name}).");
        }
    }
}
