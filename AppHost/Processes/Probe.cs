using System.Net.Sockets;

namespace AppHost.Processes;

/// <summary>Checks that a server is healthy.</summary>
internal abstract class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum wait for one answer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private Probe(string address) => Address = address;

    /// <summary>Address for people and for other processes.</summary>
    public string Address { get; }

    /// <param name="address">Address of a host that has <c>/health</c>.</param>
    public static Probe Http(Uri address) => new HttpProbe(address);

    /// <param name="servers">Servers as in <c>a:9092,b:9092</c>; one that accepts connections suffices.</param>
    public static Probe Tcp(string servers) => new TcpProbe(servers);

    /// <summary>Waits until the server is healthy.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!await IsHealthyOnceAsync(cancellationToken))
            await Task.Delay(Interval, cancellationToken);
    }

    protected abstract Task<bool> IsHealthyAsync(CancellationToken cancellationToken);

    private async Task<bool> IsHealthyOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return await IsHealthyAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed class HttpProbe(Uri address) : Probe(address.GetLeftPart(UriPartial.Authority))
    {
        // Never through a proxy: the host is a process of this machine.
        private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

        private readonly Uri health = new(address, "/health");

        protected override async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
        {
            try
            {
                using var response = await Client.GetAsync(health, cancellationToken);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    private sealed class TcpProbe(string servers) : Probe(servers)
    {
        private readonly (string Host, int Port)[] all =
        [
            .. servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse),
        ];

        protected override async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
        {
            foreach (var (host, port) in all)
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(host, port, cancellationToken);
                    return true;
                }
                catch (SocketException)
                {
                    // The next server may accept connections.
                }
            }

            return false;
        }

        private static (string Host, int Port) Parse(string server) =>
            Uri.TryCreate($"tcp://{server}", UriKind.Absolute, out var address) && address.Port > 0
                ? (address.DnsSafeHost, address.Port)
                : (server, 9092);
    }
}
