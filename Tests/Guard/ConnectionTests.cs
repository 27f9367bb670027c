using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using ServiceDefaults.Connections;
using Tests.Gateway;

namespace Tests.Guard;

/// <summary>Tests that no client takes all connections from the others.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_client_with_half_a_header_on_each_connection_keeps_nobody_out()
    {
        await using var app = await GatewayApp.StartAsync(null, "Server:MaxConnections=40");
        var address = app.Client.BaseAddress!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var held = new List<TcpClient>();
        try
        {
            for (var round = 0; round < 4; round++)
            {
                for (var i = 0; i < 50; i++)
                {
                    var client = await RawHttp.ConnectAsync(address, limit.Token);
                    held.Add(client);
                    await client.GetStream().WriteAsync(
                        Encoding.ASCII.GetBytes($"GET /status HTTP/1.1\r\nHost: {address.Authority}\r\nX-Slow: "),
                        limit.Token);
                }

                // A new client each time, which opens its own connection.
                using var other = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
                Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/health", limit.Token)).StatusCode);
                using var link = new StringContent($"stand00000{round}");
                Assert.Equal(HttpStatusCode.Accepted, (await other.PostAsync("/links", link, limit.Token)).StatusCode);
            }
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_live_page_keeps_its_connection_while_others_come_and_go()
    {
        await using var app = await GatewayApp.StartAsync(null, "Server:MaxConnections=20");
        using var events = await app.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        Assert.NotNull(await reader.ReadLineAsync());
        var held = new List<TcpClient>();
        for (var i = 0; i < 60; i++)
            held.Add(await RawHttp.ConnectAsync(app.Client.BaseAddress!, CancellationToken.None));

        await app.SubmitAsync("stand000001");

        string? line;
        do
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        while (line is not null && !line.Contains("stand000001", StringComparison.Ordinal));
        Assert.NotNull(line);
        held.ForEach(client => client.Dispose());
    }

    [Fact]
    public void An_address_over_its_limit_replaces_its_own_idle_connections_and_no_others()
    {
        var connections = Connections(max: 100, perAddress: 3);
        var other = Open("10.0.0.2");
        Assert.True(connections.TryAdd(other.Open));
        var own = Enumerable.Range(0, 3).Select(_ => Open("10.0.0.1")).ToArray();
        Assert.All(own, each => Assert.True(connections.TryAdd(each.Open)));

        Assert.True(connections.TryAdd(Open("::ffff:10.0.0.1").Open));
        Assert.Equal([true, false, false], own.Select(each => each.IsClosed));
        Assert.False(other.IsClosed);

        var last = Open("10.0.0.1");
        Assert.All(own, each => each.Open.BeginRequest());
        last.Open.BeginRequest();
        Assert.True(connections.TryAdd(last.Open));
        Assert.False(connections.TryAdd(Open("10.0.0.1").Open));
        Assert.True(connections.TryAdd(Open("10.0.0.3").Open));
    }

    [Fact]
    public void The_last_connections_are_for_this_machine()
    {
        var connections = Connections(max: 20, perAddress: 100);
        for (var i = 0; i < 18; i++)
        {
            var busy = Open($"10.0.0.{i + 1}");
            busy.Open.BeginRequest();
            Assert.True(connections.TryAdd(busy.Open));
        }

        Assert.False(connections.TryAdd(Open("10.0.0.99").Open));
        Assert.True(connections.TryAdd(Open("127.0.0.1").Open));
        Assert.True(connections.TryAdd(Open("::1").Open));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("::1", "::1")]
    public void A_network_of_IPv6_is_one_client(string address, string client) =>
        Assert.Equal(IPAddress.Parse(client), ClientAddress.Of(IPAddress.Parse(address)));

    private static OpenConnections Connections(int max, int perAddress) =>
        new(Options.Create(new ServerOptions { MaxConnections = max, MaxConnectionsPerAddress = perAddress }));

    private static Client Open(string address) => new(IPAddress.Parse(address));

    private sealed class Client : DefaultConnectionContext
    {
        public Client(IPAddress address) =>
            Open = new OpenConnection(this, ClientAddress.Of(address));

        public OpenConnection Open { get; }

        public bool IsClosed { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsClosed = true;
    }
}
