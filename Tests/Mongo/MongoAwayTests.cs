using System.Net;
using System.Net.Sockets;
using Adapters.MongoDb;
using Jobs;
using Jobs.Stores;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Tests.Mongo;

public sealed class MongoAwayTests
{
    [Fact]
    public async Task An_unreachable_server_is_an_error_that_names_it_and_no_password()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        using var client = new MongoClient($"mongodb://admin:hidden@127.0.0.1:{port}/links");
        using var database = new LinksDatabase(
            client.GetDatabase("links"), Options.Create(new MongoOptions { Timeout = TimeSpan.FromMilliseconds(300) }));
        using var store = new MongoJobStore(database);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PingAsync(default));

        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canceled_call_throws_a_cancellation_and_no_store_error()
    {
        using var client = new MongoClient("mongodb://127.0.0.1:1/links");
        using var database = new LinksDatabase(client.GetDatabase("links"), Options.Create(new MongoOptions()));
        using var store = new MongoJobStore(database);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await store.GetAsync(JobId.New(TimeProvider.System), impatient.Token));
    }
}
