using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Simulation.Judging;
using Simulation.Scheduling;

namespace Simulation.Processes;

/// <summary>
/// One life of a process: its services, built by the real registrations, in a context of their own. A restart is a new
/// one of the same name.
/// </summary>
internal sealed class SimulatedProcess
{
    /// <summary>The host starts this method on the thread pool; here it starts in the process.</summary>
    private static readonly Func<BackgroundService, CancellationToken, Task> Execute =
        typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!
            .CreateDelegate<Func<BackgroundService, CancellationToken, Task>>();

    private readonly Journal journal;
    private readonly CancellationTokenSource stopping = new();
    private int running;

    public SimulatedProcess(World world, Journal journal, string name, ProcessRole role, double drift)
    {
        this.journal = journal;
        Role = role;
        Context = new ProcessContext(world, name);
        Clock = new ProcessClock(world, Context, drift);
    }

    public string Name => Context.Name;

    public ProcessRole Role { get; }

    public ProcessContext Context { get; }

    public ProcessClock Clock { get; }

    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>True between the end of the start and the death.</summary>
    public bool IsUp { get; private set; }

    public bool IsAccepting => IsUp && !Context.IsPaused && Role is not ProcessRole.Worker;

    /// <summary>Starts the services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="onEnd">Called when the process ends by itself.</param>
    public void Start(IServiceProvider services, Action onEnd)
    {
        Services = services;
        Context.Run(() => _ = StartAsync(onEnd));
    }

    public void Kill()
    {
        IsUp = false;
        Context.Kill();
    }

    /// <summary>Stops as a host does: the services learn of it, and the process ends with the last of them.</summary>
    public void Stop() => Context.Run(() =>
    {
        IsUp = false;
        stopping.Cancel();
    });

    /// <summary>Calls into the process from outside; the caller continues in its own context.</summary>
    public Task<T> CallAsync<T>(Func<IServiceProvider, Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>();
        Context.Run(async () =>
        {
            try
            {
                answer.TrySetResult(await call(Services));
            }
#pragma warning disable CA1031 // The caller gets it, as a problem of HTTP.
            catch (Exception error)
#pragma warning restore CA1031
            {
                answer.TrySetException(error);
            }
        });
        return answer.Task;
    }

    private async Task StartAsync(Action onEnd)
    {
        var hosted = Services.GetServices<IHostedService>().ToList();
        try
        {
            foreach (var service in hosted.OfType<IHostedLifecycleService>())
                await service.StartingAsync(stopping.Token);
        }
#pragma warning disable CA1031 // The host does not start, and the orchestrator tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            journal.Note(Name, $"did not start: {error.Message}");
            onEnd();
            return;
        }

        IsUp = !stopping.IsCancellationRequested;
        running = hosted.Count;
        foreach (var service in hosted)
            _ = RunAsync(service, onEnd);
    }

    private async Task RunAsync(IHostedService service, Action onEnd)
    {
        try
        {
            if (service is BackgroundService background)
                await Execute(background, stopping.Token);
            else
                await service.StartAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of a service after a stop.
        }
#pragma warning disable CA1031 // The host would end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            journal.Violations.Add(new Violation(
                Contract.NoProcessEndsBecauseOfAFault, $"{service.GetType().Name} of {Name} ended: {error}"));
            onEnd();
        }

        if (--running == 0 && stopping.IsCancellationRequested)
        {
            journal.Note(Name, "has stopped");
            onEnd();
        }
    }
}

/// <summary>The part that a process plays.</summary>
internal enum ProcessRole
{
    Gateway,
    Worker,

    /// <summary>Gateway and worker in one, with the queue in memory.</summary>
    Embedded,
}
