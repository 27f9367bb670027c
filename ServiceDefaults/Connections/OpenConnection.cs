using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Connections;

/// <summary>Represents a connection: a feature of its requests, which mark it as in use.</summary>
internal sealed class OpenConnection(ConnectionContext connection, IPAddress address)
{
    private static readonly Func<object, Task> End = static open =>
    {
        ((OpenConnection)open).EndRequest();
        return Task.CompletedTask;
    };

    private int requests;
    private long idleSince = Stopwatch.GetTimestamp();

    public IPAddress Address => address;

    /// <summary>Gets a value that indicates if no request is in flight; half of one does not count.</summary>
    public bool IsIdle => Volatile.Read(ref requests) == 0;

    public long IdleSince => Volatile.Read(ref idleSince);

    /// <summary>Marks the connection as in use until the response is complete.</summary>
    public void Begin(HttpResponse response)
    {
        BeginRequest();
        response.OnCompleted(End, this);
    }

    public void BeginRequest() => Interlocked.Increment(ref requests);

    public void EndRequest()
    {
        Volatile.Write(ref idleSince, Stopwatch.GetTimestamp());
        Interlocked.Decrement(ref requests);
    }

    public void Close() => connection.Abort(new ConnectionAbortedException("Another client needs the connection."));
}
