using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Lifetime;

/// <summary>
/// Leaves errors of the start to the program, which gets them as exceptions: the framework would log each with its
/// stack trace first, once for the server and once for the host.
/// </summary>
internal sealed class StartErrors : IHostedLifecycleService
{
    private static readonly string[] Reporters =
        ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool hasStarted;

    public static void AddTo(IHostApplicationBuilder builder)
    {
        var errors = new StartErrors();
        builder.Services.AddSingleton<IHostedService>(errors);
        builder.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            foreach (var reporter in Reporters)
                options.Rules.Add(new LoggerFilterRule(null, reporter, LogLevel.Warning, errors.IsLogged));
        });
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        hasStarted = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsLogged(string? provider, string? category, LogLevel level) => hasStarted || level < LogLevel.Error;
}
