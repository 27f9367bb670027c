using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tests.Page;

/// <summary>Forwards bytes between the browser and the gateway, and can be cut.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Socket, byte> sockets = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri target;
    private readonly Task accepting;
    private volatile bool isCut;

    public Wire(Uri target)
    {
        this.target = target;
        listener.Start();
        Address = new UriBuilder(target) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Resets all connections, including new ones.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var socket in sockets.Keys)
            socket.Close(0);
    }

    public void Restore() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        Cut();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var forwarding = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                if (isCut)
                    socket.Close(0);
                else
                    forwarding.Add(ForwardAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(forwarding);
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        sockets[near] = sockets[far] = 0;
        try
        {
            await far.ConnectAsync(target.Host, target.Port, stop.Token);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The wire was cut, or the test is over.
        }
        finally
        {
            sockets.TryRemove(near, out _);
            sockets.TryRemove(far, out _);
            near.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from, ownsSocket: false);
            await using var sink = new NetworkStream(to, ownsSocket: false);
            await source.CopyToAsync(sink, stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is closed.
        }
    }
}
