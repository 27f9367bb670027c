namespace AppHost.Processes;

/// <summary>Runs the graph: starts it in order of health, keeps it running, and stops it in order.</summary>
internal sealed class Supervisor : IDisposable
{
    /// <summary>A little more than the longest time that a host takes to finish its jobs in flight.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly List<Runner> runners = [];

    public Supervisor(IEnumerable<Resource> graph, Log log, TimeProvider time)
    {
        foreach (var resource in graph)
            runners.Add(new Runner(
                resource, [.. runners.Where(runner => resource.WaitsFor.Contains(runner.Resource.Name))], log, time));
    }

    /// <summary>Gets the name, address, and process of each resource, once all are started.</summary>
    public IReadOnlyList<(string Name, string Address, string Remark)> Rows =>
        [.. runners.Select(runner => (runner.Resource.Name, runner.Address, Remark(runner)))];

    /// <summary>Starts every resource when what it waits for is healthy.</summary>
    /// <exception cref="StartException">One did not become healthy.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var starting = runners.Select(runner => runner.StartAsync(canceled.Token)).ToList();
        try
        {
            while (starting.Count > 0)
            {
                var next = await Task.WhenAny(starting);
                starting.Remove(next);
                await next;
            }
        }
        finally
        {
            await canceled.CancelAsync();
            await Task.WhenAll(starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts every resource again when it ends, until canceled.</summary>
    public Task KeepAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(runners.Select(runner => runner.KeepAsync(RenewUsers, cancellationToken)));

    /// <summary>Stops the hosts, then the stand-ins that they need to finish their jobs in flight.</summary>
    public async Task StopAsync()
    {
        await StopAsync(runners.Where(runner => !runner.Resource.StopsLast));
        await StopAsync(runners.Where(runner => runner.Resource.StopsLast));
    }

    public void Kill() => runners.ForEach(runner => runner.Kill());

    public void Dispose() => runners.ForEach(runner => runner.Dispose());

    /// <summary>Starts those again that use an address which the restarted process has chosen.</summary>
    private void RenewUsers(Runner restarted)
    {
        if (restarted.Resource.Announcement is null)
            return;
        foreach (var user in runners.Where(user => user.Resource.WaitsFor.Contains(restarted.Resource.Name)))
            user.Renew();
    }

    private static string Remark(Runner runner) => string.Join(
        "; ", new[] { $"process {runner.ProcessId}", runner.Resource.Remark }.Where(part => part.Length > 0));

    private static Task StopAsync(IEnumerable<Runner> some) =>
        Task.WhenAll(some.Select(runner => runner.StopAsync(StopLimit)));
}
