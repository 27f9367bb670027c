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
    public async Task Every_job_finds_the_worker_that_lives_however_many_ask_at_once()
    {
        var handler = new Workers();
        var transport = Transport(handler, "http://dead:1,http://alive:1");

        await Parallel.ForAsync(0, 200, async (_, token) => await transport.RunAsync(Message(), token));

        Assert.Equal(200, handler.Asked["alive"]);
        Assert.Equal(200, handler.Ran);
    }

    [Fact]
    public async Task A_job_that_no_worker_can_take_is_tried_once_with_each_and_left_to_the_relay()
    {
        var handler = new Workers();

        await Transport(handler, "http://dead:1,http://dead-too:1").RunAsync(Message(), CancellationToken.None);

        Assert.Equal((1, 1, 0), (handler.Asked["dead"], handler.Asked["dead-too"], handler.Ran));
    }

    [Fact]
    public async Task What_has_begun_is_not_sent_again()
    {
        var handler = new Workers();

        await Transport(handler, "http://failing:1,http://alive:1").RunAsync(Message(), CancellationToken.None);
        await Transport(handler, "http://alive:1,http://failing:1").RunAsync(Message(), CancellationToken.None);

        Assert.Equal(2, handler.Asked.Values.Sum());
    }

    private static HttpDirectTransport Transport(Workers handler, string addresses)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Services:Extractor", addresses)])
            .Build();
        return new HttpDirectTransport(
            new HttpClient(handler), WorkerAddresses.From(configuration)!, TimeProvider.System, NullLogger<HttpDirectTransport>.Instance);
    }

    private static JobMessage Message() => JobMessage.For(Some.Job(Some.Submission().Id));

    /// <summary>Workers by their names.</summary>
    private sealed class Workers : HttpMessageHandler
    {
        private int ran;

        public ConcurrentDictionary<string, int> Asked { get; } = new();

        public int Ran => ran;

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var worker = request.RequestUri!.Host;
            Asked.AddOrUpdate(worker, 1, (_, count) => count + 1);
            if (worker.StartsWith("dead", StringComparison.Ordinal))
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused.");
            if (worker == "failing")
                return new HttpResponseMessage(HttpStatusCode.InternalServerError);

            Interlocked.Increment(ref ran);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
