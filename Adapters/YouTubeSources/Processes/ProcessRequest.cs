using System.Diagnostics;

namespace Adapters.YouTubeSources.Processes;

/// <summary>A program to run. Arguments are a list and never pass through a shell.</summary>
public sealed record ProcessRequest(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>How long it may run before it is killed with its children.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bytes of standard output; a program that writes more is killed.</summary>
    public int MaxOutput { get; init; } = 1024 * 1024;

    /// <summary>Bytes of standard error that are kept, the last ones; more is read and dropped.</summary>
    public int MaxError { get; init; } = 64 * 1024;

    /// <summary>
    /// Is handed standard output as it comes, in place of it being kept and bounded; called by one thread at a time.
    /// </summary>
    public Action<ReadOnlySpan<byte>>? OnOutput { get; init; }

    /// <summary>Is handed the process as soon as it runs.</summary>
    public Action<Process>? OnStarted { get; init; }

    public string? WorkingDirectory { get; init; }
}

/// <summary>How a run ended: closed, so that a switch over it is complete.</summary>
public abstract record ProcessResult
{
    private ProcessResult() { }

    public sealed record Exited(int Code, ReadOnlyMemory<byte> Output, string Error) : ProcessResult;

    public sealed record TimedOut(string Error) : ProcessResult;

    public sealed record TooMuchOutput : ProcessResult;

    /// <param name="Reason">Why the system did not start it.</param>
    public sealed record NotStarted(string Reason) : ProcessResult;
}
