#pragma warning disable IDE0005 // The stand-in compiles this file too, and its implicit usings contain some of these.

using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Lifetime;

/// <summary>
/// Stops the host when its standard input ends: the parent process closed it, or has ended in any way, SIGKILL
/// included. A terminal sends Ctrl+C to all its processes at once; it is ignored, so that the
/// parent decides the order.
/// </summary>
internal sealed class ParentLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> signals = [];

    public static void AddTo(IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<bool>(
            $"{ParentLifetimeOptions.Section}:{nameof(ParentLifetimeOptions.StopAtInputEnd)}"))
            builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        On(PosixSignal.SIGTERM, application.StopApplication);
        On(PosixSignal.SIGINT, static () => { });
        On(PosixSignal.SIGQUIT, static () => { });
        On(PosixSignal.SIGHUP, static () => { });

        // A read of standard input blocks its thread and cannot be canceled.
        new Thread(ReadToEnd) { IsBackground = true, Name = nameof(ParentLifetime) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => signals.ForEach(signal => signal.Dispose());

    private void On(PosixSignal signal, Action action) =>
        signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action();
        }));

    private void ReadToEnd()
    {
        try
        {
            using var input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // An unreadable input has ended too.
        }

        application.StopApplication();
    }
}

/// <summary>Options of the section <c>Host</c>.</summary>
internal sealed record ParentLifetimeOptions
{
    public const string Section = "Host";

    /// <summary>
    /// True to stop when the standard input ends. Off by default: a daemon's input ends at its start.
    /// </summary>
    public bool StopAtInputEnd { get; init; }
}
