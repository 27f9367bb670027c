using System.Runtime.CompilerServices;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Runs the reads and writes of the stores.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the file cannot be used; the message says why.
/// </exception>
internal interface ISqliteDatabase
{
    /// <inheritdoc cref="SqliteWriter.RunAsync{T}(Func{Connection, T}, CancellationToken)"/>
    ValueTask<T> WriteAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "");

    /// <inheritdoc cref="SqliteWriter.RunRepeatableAsync"/>
    ValueTask<T> WriteRepeatableAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "");

    /// <inheritdoc cref="SqliteReaders.RunAsync"/>
    ValueTask<T> ReadAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "");

    /// <summary>Checks that the file can be read, and written since the last write that failed.</summary>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
