using System.Diagnostics;

namespace Adapters.Sqlite;

/// <summary>
/// A span for each call of the store that belongs to a trace, as MongoDB's driver makes them by itself.
/// </summary>
internal static class SqliteSpans
{
    private static readonly ActivitySource Source = new("Adapters.Sqlite");

    /// <summary>
    /// Whether somebody wants to know. Timers and probes have no trace: their spans would only hide the others.
    /// </summary>
    public static bool AreWanted => Activity.Current is not null && Source.HasListeners();

    /// <param name="caller">The store's method, as <c>ClaimAsync</c>.</param>
    /// <param name="run">Runs the work on a connection.</param>
    /// <param name="work">What it asks of the database.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public static async ValueTask<T> TraceAsync<T>(
        string caller, Func<Func<Connection, T>, CancellationToken, ValueTask<T>> run, Func<Connection, T> work, CancellationToken cancellationToken)
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
