using System.Diagnostics;

namespace Adapters.Sqlite;

/// <summary>Records a span for each call of a store within a trace, as the driver of MongoDB does.</summary>
internal static class SqliteSpans
{
    private static readonly ActivitySource Source = new("Adapters.Sqlite");

    /// <summary>Checks for a listener and a trace. Spans of timers and probes would only hide the others.</summary>
    public static bool AreWanted => Activity.Current is not null && Source.HasListeners();

    /// <param name="caller">The method of the store, such as <c>ClaimAsync</c>.</param>
    /// <param name="run">Runs the work on a connection.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">The token of the caller.</param>
    public static async ValueTask<T> TraceAsync<T>(
        string caller,
        Func<Func<Connection, T>, CancellationToken, ValueTask<T>> run,
        Func<Connection, T> work,
        CancellationToken cancellationToken)
    {
        var operation = caller.EndsWith("Async", StringComparison.Ordinal) ? caller[..^"Async".Length] : caller;
        using var activity = Source.StartActivity($"store {operation}", ActivityKind.Client);
        activity?.SetTag("db.system.name", "sqlite").SetTag("db.operation.name", operation);
        try
        {
            return await run(work, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message).SetTag("error.type", error.GetType().FullName);
            throw;
        }
    }
}
