using System.Collections.Concurrent;
using System.Net;
using Gateway.Api.Direct;
using Jobs.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Gateway;

public sealed class HttpDirectTransportTests
{
    [Fact]
    public async Task Every_job_finds_the_live_worker_under_concurrent_calls()
    {
        var handler = new Workers();
        var transport = Transport(handler, "http://dead:1,http://alive:1");

        await Parallel.ForAsync(0, 200, async (_, token) => await transport.RunAsync(Message(), token));

        Assert.Equal(200, handler.Requests["alive"]);
        Assert.Equal(200, handler.Ran);
    }

    [Fact]
    public async Task A_job_is_sent_once_to_each_unreachable_worker_and_left_to_the_outbox_relay()
    {
        var handler = new Workers();

        await Transport(handler, "http://dead:1,http://dead-too:1").RunAsync(Message(), CancellationToken.None);

        Assert.Equal((1, 1, 0), (handler.Requests["dead"], handler.Requests["dead-too"], handler.Ran));
    }

    [Fact]
    public async Task A_job_that_may_have_started_is_not_sent_again()
    {
        var handler = new Workers();

        await Transport(handler, "http://failing:1,http://alive:1").RunAsync(Message(), CancellationToken.None);
        await Transport(handler, "http://alive:1,http://failing:1").RunAsync(Message(), CancellationToken.None);

        Assert.Equal(2, handler.Requests.Values.Sum());
    }

    private static HttpDirectTransport Transport(Workers handler, string addresses)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Services:Extractor", addresses)])
            .Build();
        return new HttpDirectTransport(
            new HttpClient(handler), WorkerAddresses.From(configuration)!, TimeProvider.System,
            NullLogger<HttpDirectTransport>.Instance);
    }

    private static JobMessage Message() => JobMessage.For(Some.Job(Some.Submission().Id));

    /// <summary>Responds like the workers named in each address.</summary>
    private sealed class Workers : HttpMessageHandler
    {
        private int ran;

        public ConcurrentDictionary<string, int> Requests { get; } = new();

        public int Ran => ran;

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var worker = request.RequestUri!.Host;
            Requests.AddOrUpdate(worker, 1, (_, count) => count + 1);
            if (worker.StartsWith("dead", StringComparison.Ordinal))
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
            if (worker == "failing")
                return new HttpResponseMessage(HttpStatusCode.InternalServerError);

            Interlocked.Increment(ref ran);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
