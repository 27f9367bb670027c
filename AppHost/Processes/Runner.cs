namespace AppHost.Processes;

/// <summary>
/// Runs one resource: starts it when what it waits for is healthy, and starts it again when it ends. Owns its process.
/// </summary>
internal sealed class Runner(
    Resource resource, IReadOnlyList<Runner> waitsFor, Log log, TimeProvider time) : IDisposable
{
    /// <summary>Maximum time to become healthy: a cold start of every host at once on two slow cores.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// A process that ran this long ended for a new reason, so the wait before its restart begins again.
    /// </summary>
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstRestartDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxRestartDelay = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Child? child;
    private volatile TaskCompletionSource<string> announced = NewAnnouncement();
    private volatile TaskCompletionSource renewal = NewRenewal();

    public Resource Resource { get; } = resource;

    /// <summary>Gets the address for people, once the resource is healthy.</summary>
    public string Address => Resource.Probe?.Address ?? announced.Task.Result;

    public int? ProcessId => child?.Id;

    /// <summary>Starts the process for the first time.</summary>
    /// <exception cref="StartException">It ended, or is not healthy in time.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(waitsFor.Select(runner => runner.healthy.Task)).WaitAsync(cancellationToken);
        await StartProcessAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var health = WaitUntilHealthyAsync(limit.Token);
        var first = await Task.WhenAny(health, child!.Ended, Task.Delay(StartLimit, time, limit.Token));
        await limit.CancelAsync();
        if (first == child.Ended)
            throw new StartException(
                $"{Resource.Name} ended with exit code {await child.Ended} before it was healthy; "
                + $"its messages are above. {Resource.Advice}".TrimEnd());
        cancellationToken.ThrowIfCancellationRequested();
        if (first != health)
            throw new StartException(
                $"{Resource.Name} is not healthy after {StartLimit.TotalMinutes:0} minutes; its messages are above.");

        await health;
        healthy.SetResult();
    }

    /// <summary>Starts the process again whenever it ends, until canceled.</summary>
    public async Task KeepAsync(Action<Runner> onRestarted, CancellationToken cancellationToken)
    {
        for (var attempts = 0; ; attempts++)
        {
            var started = time.GetTimestamp();
            var first = await Task.WhenAny(child!.Ended, renewal.Task).WaitAsync(cancellationToken);
            if (first == renewal.Task)
            {
                await StopAsync(Supervisor.StopLimit);
                attempts = 0;
            }
            else
            {
                attempts = time.GetElapsedTime(started) > Stable ? 0 : attempts;
                var delay = RestartDelay(attempts);
                log.Say($"{Resource.Name} ended with exit code {await child.Ended}; "
                    + $"starting it again in {delay.TotalSeconds:0.#} s.");
                await Task.Delay(delay, time, cancellationToken);
            }

            await RestartAsync(onRestarted, cancellationToken);
        }
    }

    /// <summary>Stops the process and starts it again, because an address that it uses has changed.</summary>
    public void Renew() => renewal.TrySetResult();

    public async Task StopAsync(TimeSpan limit)
    {
        if (child is not null && !await child.StopAsync(limit))
            log.Say($"{Resource.Name} did not stop within {limit.TotalSeconds:0} s and was killed.");
    }

    public void Kill() => child?.Kill();

    public void Dispose() => child?.Dispose();

    private async Task RestartAsync(Action<Runner> onRestarted, CancellationToken cancellationToken)
    {
        child!.Dispose();
        child = null;
        announced = NewAnnouncement();
        renewal = NewRenewal();
        await StartProcessAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var health = WaitUntilHealthyAsync(limit.Token);
        var first = await Task.WhenAny(health, child!.Ended, renewal.Task).WaitAsync(cancellationToken);
        await limit.CancelAsync();
        if (first != health)
            return;

        await health;
        log.Say($"{Resource.Name} is healthy again, process {child.Id}.");
        onRestarted(this);
    }

    private async Task StartProcessAsync(CancellationToken cancellationToken)
    {
        var start = ProgramFiles.Start(Resource);
        foreach (var runner in waitsFor)
        {
            if (runner.Resource.Announcement is { } announcement)
                start.Environment[announcement.Variable] = await runner.announced.Task.WaitAsync(cancellationToken);
        }

        var announcing = announced;
        child = Child.Start(start, line =>
        {
            if (Resource.Announcement is { } own && line.StartsWith(own.Prefix, StringComparison.Ordinal))
                announcing.TrySetResult(line[own.Prefix.Length..]);
            log.Write(Resource.Name, line);
        });
    }

    private async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        var probe = Resource.Probe ?? Probe.Tcp(await announced.Task.WaitAsync(cancellationToken));
        await probe.WaitAsync(cancellationToken);
    }

    private static TimeSpan RestartDelay(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(
            FirstRestartDelay.TotalSeconds * Math.Pow(2, attempts), MaxRestartDelay.TotalSeconds));

    private static TaskCompletionSource<string> NewAnnouncement() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewRenewal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
