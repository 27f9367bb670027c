using Infrastructure.InProcess;
using Infrastructure.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Infrastructure;

/// <summary>
/// Chooses the adapters by configuration. An adapter that this build leaves out (docs/adr/0002) is a partial method
/// without a body, whose call vanishes; a configuration that needs it is an error at start.
/// </summary>
public static partial class Adapters
{
    /// <summary>The stores: MongoDB when <c>ConnectionStrings:links</c> is set, else SQLite and files under <c>Data:Path</c>.</summary>
    /// <exception cref="InvalidOperationException">The configuration needs an adapter that this build lacks.</exception>
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<DataOptions>()
            .BindConfiguration(DataOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("links")))
        {
            AddSqlite(builder);
            AddFiles(builder);
            return builder;
        }

        var added = false;
        AddMongo(builder, ref added);
        return added
            ? builder
            : throw new InvalidOperationException(
                "ConnectionStrings:links is set, but this is the portable build, which has no MongoDB adapter: "
                + "unset it to use the embedded store, or build where the package Aspire.MongoDB.Driver can be restored.");
    }

    /// <summary>Whether other processes run the jobs: when <c>ConnectionStrings:kafka</c> is set.</summary>
    public static bool HasWorkers(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("kafka"));
    }

    /// <summary>
    /// The way of jobs and events for the process that accepts: Kafka to the workers when
    /// <c>ConnectionStrings:kafka</c> is set, else within this process, which then runs the jobs too.
    /// </summary>
    public static IHostApplicationBuilder AddTransport(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.HasWorkers() ? builder.AddKafkaGateway() : builder.AddInProcessTransport();
    }

    /// <summary>The way of jobs and events for a process that only runs jobs. After <see cref="AddStores"/>.</summary>
    /// <exception cref="InvalidOperationException">No broker is configured.</exception>
    public static IHostApplicationBuilder AddWorkerTransport(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.HasWorkers()
            ? builder.AddKafkaWorker()
            : throw new InvalidOperationException(
                "ConnectionStrings:kafka is not set: give the worker the brokers, as host:9092, or run the gateway alone.");
    }

    static partial void AddMongo(IHostApplicationBuilder builder, ref bool added);

    static partial void AddSqlite(IHostApplicationBuilder builder);

    static partial void AddFiles(IHostApplicationBuilder builder);
}
