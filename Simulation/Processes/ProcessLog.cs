using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Simulation.Faults;
using Simulation.Judging;

namespace Simulation.Processes;

/// <summary>The log of a process: part of the story, and a witness of bugs that a loop caught and outlived.</summary>
internal sealed class ProcessLog(Journal journal, string process) : ILoggerFactory, ILogger
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error
        || (journal.TellsStory && logLevel >= LogLevel.Information);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (journal.TellsStory)
            journal.Note(process, $"log {logLevel}: {formatter(state, exception)} {exception?.Message}");
        if (logLevel >= LogLevel.Error && exception is not null && !IsExpected(exception))
        {
            journal.Violations.Add(new Violation(
                Contract.NoTurnFailsByABug, $"{process} logged: {formatter(state, exception)}: {exception}"));
        }
    }

    private static bool IsExpected(Exception error) => error is StoreUnavailableException or SimulatedErrorException
        or OperationCanceledException or TimeoutException;
}
