using Jobs.DeadLetters;
using Jobs.Disk;
using Jobs.Events;
using Jobs.Outbox;
using Jobs.Pace;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Telemetry;
using Jobs.Time;
using Jobs.Webhooks;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs;

public static class JobsRegistration
{
    /// <summary>
    /// Adds the services of a process that accepts or runs jobs. Adapters add the stores, the queue, and the events.
    /// </summary>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<JobsOptions>()
            .BindConfiguration(JobsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(RandomSource.System);
        builder.Services.TryAddSingleton(services => new StoreClock(
            services.GetService<IStoreTime>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<StoreClockReader>();
        builder.Services.TryAddSingleton<IDriveSpace, SystemDriveSpace>();
        builder.Services.TryAddSingleton<DiskFloor>();
        builder.Services.TryAddSingleton<JobsTelemetry>();
        builder.Services.TryAddSingleton<EventHub>();
        builder.Services.TryAddSingleton<JobKinds>();
        builder.Services.TryAddSingleton<JobFactory>();
        builder.Services.TryAddSingleton<JobPublisher>();
        builder.Services.TryAddSingleton<SharedBudgets>();
        builder.Services.TryAddSingleton<WaitingJobs>();
        builder.Services.TryAddSingleton(services => new Pauses(
            services.GetService<IRecordStore>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(services => new WindowReader(
            services.GetRequiredService<IOutboxStore>(),
            services.GetRequiredService<JobKinds>(),
            services.GetRequiredService<IOptions<JobsOptions>>(),
            services.GetRequiredService<StoreClock>(),
            services.GetRequiredService<Pauses>(),
            services.GetService<IRecordStore>(),
            services.GetService<IWorkerStore>()));
        builder.Services.TryAddSingleton(services => new ReleaseWindow(
            services.GetRequiredService<WindowReader>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<StoreClock>(),
            services.GetRequiredService<ILogger<ReleaseWindow>>(),
            services.GetService<IStoredResults>()));
        builder.Services.TryAddSingleton(services => new LaneDispatcher(
            services.GetRequiredService<IOutboxStore>(),
            services.GetRequiredService<ReleaseWindow>(),
            services.GetRequiredService<IOptions<JobsOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<StoreClock>(),
            services.GetService<IRecordStore>()));
        builder.Services.TryAddSingleton(services => new LeaseJudge(
            services.GetRequiredService<StoreClock>(),
            services.GetRequiredService<IOptions<JobsOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<IRecordStore>()));
        builder.Services.TryAddSingleton<JobSubmitter>();
        builder.Services.TryAddSingleton<DeadLetterReader>();
        builder.Services.TryAddSingleton<WebhookJobs>();
        builder.Services.TryAddSingleton<PublishConfirmationWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PublishConfirmationWriter>());
        return builder;
    }

    /// <summary>Adds the outbox relay, in the process that accepts jobs.</summary>
    public static IHostApplicationBuilder AddOutboxRelay(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<OutboxRelay>();
        return builder;
    }

    /// <summary>Adds the dispatcher of webhooks, in the process that accepts jobs.</summary>
    public static IHostApplicationBuilder AddWebhookDispatcher(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<WebhookDispatcher>();
        return builder;
    }

    /// <summary>
    /// Adds the services of a process that runs jobs. Register handlers as <see cref="IJobHandler"/> and the assignment
    /// of partitions as <see cref="IPartitionAssignment"/>.
    /// </summary>
    public static IHostApplicationBuilder AddJobRunner(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(WorkerName.New());
        builder.Services.TryAddSingleton<JobHandlers>();
        builder.Services.TryAddSingleton<JobRunner>();
        builder.Services.TryAddSingleton<JobConsumer>();
        builder.Services.TryAddSingleton<LeaseKeeper>();
        builder.Services.TryAddSingleton<ThisWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LeaseKeeper>());
        return builder;
    }

    /// <summary>
    /// Adds the heartbeat of a process that runs jobs accepted by others. Call it after <see cref="AddJobRunner"/>.
    /// </summary>
    public static IHostApplicationBuilder AddWorkerHeartbeat(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<WorkerHeartbeat>();
        return builder;
    }
}
