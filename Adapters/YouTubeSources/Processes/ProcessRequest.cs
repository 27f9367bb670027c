using System.Diagnostics;

namespace Adapters.YouTubeSources.Processes;

/// <summary>Describes a program to run. Arguments are a list and never pass through a shell.</summary>
public sealed record ProcessRequest(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Time after which the program and its children are killed.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Maximum standard output, in bytes; a program that writes more is killed.</summary>
    public int MaxOutput { get; init; } = 1024 * 1024;

    /// <summary>Bytes of standard error to keep, counted from the end; the rest is read and dropped.</summary>
    public int MaxError { get; init; } = 64 * 1024;

    /// <summary>
    /// Receives standard output as it arrives, instead of it being kept and bounded. Called by one thread at a time.
    /// </summary>
    public Action<ReadOnlySpan<byte>>? OnOutput { get; init; }

    /// <summary>Receives the process as soon as it runs.</summary>
    public Action<Process>? OnStarted { get; init; }

    public string? WorkingDirectory { get; init; }
}

/// <summary>Represents the end of a run. Closed, so that a switch over it is complete.</summary>
public abstract record ProcessResult
{
    private ProcessResult() { }

    public sealed record Exited(int Code, ReadOnlyMemory<byte> Output, string Error) : ProcessResult;

    public sealed record TimedOut(string Error) : ProcessResult;

    public sealed record TooMuchOutput : ProcessResult;

    /// <param name="Reason">The operating system's message.</param>
    public sealed record NotStarted(string Reason) : ProcessResult;
}
