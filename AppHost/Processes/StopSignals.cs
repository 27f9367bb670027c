using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AppHost.Processes;

/// <summary>Turns the signals to stop, and the end of the input under a parent process, into a token.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] All =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>One signal may arrive twice: from the terminal, and from a parent that forwards it.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource source = new();
    private long first;
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals()
    {
        registrations = Array.ConvertAll(All, signal => PosixSignalRegistration.Create(signal, OnSignal));
        if (bool.TryParse(Environment.GetEnvironmentVariable(Child.StopAtInputEnd), out var stops) && stops)
            new Thread(ReadToEnd) { IsBackground = true, Name = nameof(StopSignals) }.Start();
    }

    /// <summary>Raised for each signal after the first: the impatient user's way to kill what does not stop.</summary>
    public event Action? Repeated;

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!source.IsCancellationRequested)
        {
            first = Stopwatch.GetTimestamp();
            source.Cancel();
        }
        else if (Stopwatch.GetElapsedTime(first) > Together)
        {
            Repeated?.Invoke();
        }
    }

    private void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }

        if (!source.IsCancellationRequested)
            source.Cancel();
    }
}
