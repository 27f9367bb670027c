using Extraction.Sources;
using Extraction.Telemetry;
using Jobs;
using Jobs.Events;
using Jobs.Pace;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Webhooks;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tests.Jobs;

namespace Tests.Pace;

/// <summary>Composes the processes of a <see cref="PaceWorld"/>.</summary>
internal sealed class PaceHosts(PaceWorld world, IAllRoles store, IRecordStore records, int workerCount)
{
    public const string Source = "youtube-api";

    private readonly CountedRandom random = new();

    /// <summary>Composes a worker with a source, or a gateway without one.</summary>
    public IHost Create(IVideoSource? source)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var services = builder.Services;
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddSingleton<RandomSource>(random);
        services.AddSingleton<ISubmissionStore>(store);
        services.AddSingleton<IJobReader>(store);
        services.AddSingleton<IClaimStore>(store);
        services.AddSingleton<IOutboxStore>(store);
        services.AddSingleton<IWebhookStore>(store);
        services.AddSingleton(world.DeadLetters);
        services.AddSingleton(records);
        services.AddSingleton<IWorkerStore>(new FixedWorkers(workerCount, world.Options, world.Clock));
        services.AddSingleton<IStoredResults>(new WorldResults(world));
        services.AddSingleton<IJobQueue>(new WorldQueue(world));
        services.AddSingleton<IJobEvents>(provider => provider.GetRequiredService<EventHub>());
        services.AddSingleton(AskingHandler.AskingKind);
        services.AddSingleton(WebhookJobs.Kind);
        if (source is not null)
        {
            services.AddSingleton(source);
            services.AddSingleton<IOptions<SourcesOptions>>(Options.Create(new SourcesOptions { Chain = Source }));
            services.AddSingleton<ExtractionTelemetry>();
            services.AddSingleton<SourceChain>();
            services.AddSingleton<IJobHandler>(provider => new AskingHandler(
                provider.GetRequiredService<SourceChain>(), world.Stored));
            services.AddSingleton<IJobHandler>(new NotifyingHandler(
                key => world.Notified.Add((world.Clock.GetUtcNow(), key))));
        }

        builder.AddJobs().AddJobRunner();
        services.AddSingleton<IOptions<JobsOptions>>(Options.Create(world.Options));
        return builder.Build();
    }

    /// <summary>Draws the same numbers in every run.</summary>
    private sealed class CountedRandom : RandomSource
    {
        private readonly Random numbers = new(20261121);

        public override double NextDouble() => numbers.NextDouble();
    }

    private sealed class WorldQueue(PaceWorld world) : IJobQueue
    {
        public Task<IReadOnlyList<bool>> PublishAsync(
            IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
        {
            world.Publish(messages);
            return Task.FromResult<IReadOnlyList<bool>>([.. messages.Select(_ => true)]);
        }
    }

    /// <summary>Reads the payload, as the one of links does.</summary>
    private sealed class WorldResults(PaceWorld world) : IStoredResults
    {
        public ValueTask<IReadOnlySet<JobId>> FindAsync(
            IReadOnlyList<Job> jobs, CancellationToken cancellationToken) => new(
            jobs.Where(job => world.Stored.Contains(job.Payload)).Select(job => job.Id).ToHashSet());
    }
}
