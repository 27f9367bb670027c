using System.Net;
using System.Reflection;
using Extraction.Artifacts;
using Extraction.Videos;
using Files.Spooling;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Jobs;
using Tests.Support;

namespace Tests.Gateway;

/// <summary>
/// No error of a store ends a process: quota, rights, and full disks are errors that no adapter explains.
/// </summary>
public sealed class BrokenStoreTests
{
    [Fact]
    public async Task No_hosted_service_ends_because_of_an_error_of_the_store()
    {
        var faults = new Faults();
        await using var app = await GatewayApp.StartWithAsync(
            services => faults.Break(
                services, typeof(ISubmissionStore), typeof(IJobReader), typeof(IClaimStore), typeof(IOutboxStore),
                typeof(IWebhookStore), typeof(IRecordStore), typeof(IWorkerStore), typeof(IDeadLetterStore),
                typeof(IVideoStore), typeof(IArtifactStore), typeof(IBatchSpool)),
            settings: null,
            "Jobs:RelayInterval=00:00:00.05", "Jobs:LeaseRenewal=00:00:00.1", "Jobs:WebhookInterval=00:00:00.05");
        var services = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        var running = services.Where(service => service.ExecuteTask is { IsCompleted: false }).ToArray();
        Assert.True(running.Length >= 6, $"only {running.Length} services run");
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();

        using var lost = new CancellationTokenSource();
        app.Services.GetRequiredService<LeaseKeeper>().Keep(new Lease(JobId.New(TimeProvider.System), 1), lost);
        faults.AreOn = true;
        await Eventually.TrueAsync(
            () =>
            {
                app.Services.GetRequiredService<PublishConfirmationWriter>().Add(
                    [QueuedJob.Of(Some.Job(Some.Submission().Id))]);
                return faults.Count >= 20;
            },
            "the services call the broken store");

        Assert.All(running, service => Assert.False(service.ExecuteTask!.IsCompleted, service.GetType().Name));
        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
        faults.AreOn = false;
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task A_heartbeat_survives_any_error_of_the_store()
    {
        using var world = new JobsWorld();
        var faults = new Faults { AreOn = true };
        using var heartbeat = new WorkerHeartbeat(
            new ThisWorker(
                WorkerName.New(), world.Get<LeaseKeeper>(), new NoShare(), Options.Create(world.Options),
                world.Get<global::Jobs.Time.StoreClock>()),
            (IWorkerStore)faults.Around(typeof(IWorkerStore), new object()),
            Options.Create(world.Options), world.Clock, NullLogger<WorkerHeartbeat>.Instance);
        await heartbeat.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(
            () =>
            {
                world.Clock.Advance(world.Options.WorkerReports);
                return faults.Count > 5;
            },
            "the heartbeat goes on");

        Assert.False(heartbeat.ExecuteTask!.IsCompleted);
        await heartbeat.StopAsync(CancellationToken.None);
    }

    private sealed class NoShare : IPartitionAssignment
    {
        public WorkerShare Read() => new([], null);
    }

    /// <summary>Breaks stores: every call fails, each with another exception.</summary>
    public sealed class Faults
    {
        private int count;

        public bool AreOn { get; set; }

        public int Count => Volatile.Read(ref count);

        internal void Break(IServiceCollection services, params Type[] ports)
        {
            foreach (var port in ports)
            {
                var registered = services.Last(service => service.ServiceType == port);
                services.Remove(registered);
                services.AddSingleton(port, provider => Around(port, Create(registered, provider)));
            }
        }

        internal object Around(Type port, object inner)
        {
            var proxy = (BrokenProxy)DispatchProxy.Create(port, typeof(BrokenProxy));
            (proxy.Inner, proxy.Faults) = (inner, this);
            return proxy;
        }

        internal void Throw()
        {
            if (!AreOn)
                return;
            throw (Interlocked.Increment(ref count) % 4) switch
            {
                0 => new InvalidOperationException("You are over your space quota."),
                1 => new TimeoutException("It took too long."),
                2 => new OperationCanceledException("The call was canceled from inside."),
                _ => new UnauthorizedAccessException("Not authorized on links to execute the command."),
            };
        }

        private static object Create(ServiceDescriptor service, IServiceProvider provider) =>
            service.ImplementationInstance
            ?? service.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);
    }

    public class BrokenProxy : DispatchProxy
    {
        public object Inner { get; set; } = null!;

        public Faults Faults { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Faults.Throw();
            return targetMethod!.Invoke(Inner, args);
        }
    }
}
