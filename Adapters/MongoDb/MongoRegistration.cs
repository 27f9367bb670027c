using Extraction.Artifacts;
using Extraction.Videos;
using Files.Spooling;
using Jobs.DeadLetters;
using Jobs.Starting;
using Jobs.Stores;
using Jobs.Time;
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
        var options = builder.Configuration.GetSection(MongoOptions.Section).Get<MongoOptions>() ?? new MongoOptions();
        builder.AddMongoDBClient(
            ConnectionName,
            settings =>
            {
                // The driver has its own activity source, and the one of Aspire would record every command twice.
                // Health is checked through the store, in the same way for every adapter.
                settings.DisableTracing = true;
                settings.DisableHealthChecks = true;
            },
            client =>
            {
                if (options is { Username.Length: > 0, Password: { } password })
                    client.Credential = MongoCredential.CreateCredential(
                        options.AuthenticationDatabase, options.Username, password);
            });

        // Also if the address names no database, as the ones of Atlas usually do.
        builder.Services.TryAddSingleton(services =>
            services.GetRequiredService<IMongoClient>().GetDatabase(
                address.DatabaseName ?? MongoOptions.DefaultDatabase));

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LinksDatabase>();
        builder.Services.AddSingleton<ArtifactFiles>();
        builder.Services.AddSingleton<IBatchSpool, MongoBatchSpool>();
        builder.Services.AddJobStore<MongoJobStore>();
        builder.Services.AddSingleton<IVideoStore, MongoVideoStore>();
        builder.Services.AddSingleton<IDeadLetterStore, MongoDeadLetterStore>();
        builder.Services.AddSingleton<IWorkerStore, MongoWorkerStore>();
        builder.Services.AddSingleton<IStoreTime, MongoStoreTime>();
        builder.Services.AddSingleton<IRecordStore, MongoRecordStore>();
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
            // The message of the driver repeats the text, and with it the password.
            throw new CannotStartException(
                "ConnectionStrings:links is not a MongoDB address: write mongodb://host:port/links, "
                + $"or mongodb+srv://… as Atlas shows it ({error.GetType().Name}).");
        }
    }
}
