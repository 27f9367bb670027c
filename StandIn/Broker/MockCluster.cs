using System.Runtime.InteropServices;
using System.Text;

namespace StandIn.Broker;

/// <summary>A Kafka cluster of its own, with faults on demand. Its methods may be called from any thread.</summary>
internal sealed class MockCluster : IDisposable
{
    private readonly nint client;
    private readonly nint cluster;
    private readonly int count;

    /// <exception cref="InvalidOperationException">
    /// The library is not there or refuses; the message says what to do.
    /// </exception>
    public MockCluster(BrokerOptions options)
    {
        count = options.Brokers;
        try
        {
            var problem = new byte[512];
            var configuration = MockLibrary.NewConfiguration();
            // The cluster lives in a client; this one is used for nothing else, and its log is only noise.
            Check(MockLibrary.Configure(configuration, "log_level", "3", problem, (nuint)problem.Length), problem);
            client = MockLibrary.NewClient(MockLibrary.Producer, configuration, problem, (nuint)problem.Length);
            if (client == 0)
                throw new InvalidOperationException($"librdkafka made no client: {Text(problem)}.");
        }
        catch (DllNotFoundException error)
        {
            throw new InvalidOperationException(
                "This build has no librdkafka, which is the broker: build again on a machine with npm, bash, gcc and make on the PATH.", error);
        }

        cluster = MockLibrary.NewCluster(client, count);
        if (cluster == 0)
            throw new InvalidOperationException("librdkafka made no cluster.");

        Brokers = Marshal.PtrToStringUTF8(MockLibrary.Bootstraps(cluster))!;
        MockLibrary.SetRebalanceDelay(cluster, (int)options.FirstRebalanceDelay.TotalMilliseconds);
        foreach (var topic in options.Topics)
            CreateTopic(topic, options.Partitions);
    }

    /// <summary>As <c>127.0.0.1:40001,127.0.0.1:40002</c>.</summary>
    public string Brokers { get; }

    public bool CreateTopic(string name, int partitions) => MockLibrary.CreateTopic(cluster, name, partitions, 1) == 0;

    /// <summary>Cuts every connection and takes none, until <see cref="Up"/>.</summary>
    public void Down() => Each(broker => MockLibrary.SetDown(cluster, broker));

    public void Up() => Each(broker => MockLibrary.SetUp(cluster, broker));

    /// <summary>Every answer comes later by this much.</summary>
    public void Delay(TimeSpan roundTrip) =>
        Each(broker => MockLibrary.SetRoundTrip(cluster, broker, (int)roundTrip.TotalMilliseconds));

    /// <summary>The next requests of a kind fail.</summary>
    /// <param name="request">The protocol's number of the request: 0 is produce, 1 fetch, 8 offset commit.</param>
    /// <param name="error">The protocol's number of the error: 7 is request timed out, 19 not enough replicas.</param>
    /// <param name="times">How many requests.</param>
    public void Fail(short request, int error, int times) =>
        MockLibrary.PushErrors(cluster, request, (nuint)times, [.. Enumerable.Repeat(error, times)]);

    /// <summary>Later requests of a kind succeed again.</summary>
    public void ClearFaults(short request) => MockLibrary.ClearErrors(cluster, request);

    public void Dispose()
    {
        MockLibrary.DestroyCluster(cluster);
        MockLibrary.DestroyClient(client);
    }

    private void Each(Func<int, int> action)
    {
        for (var broker = 1; broker <= count; broker++)
            action(broker);
    }

    private static void Check(int result, byte[] problem)
    {
        if (result != 0)
            throw new InvalidOperationException($"librdkafka refuses its configuration: {Text(problem)}.");
    }

    private static string Text(byte[] problem) => Encoding.UTF8.GetString(problem).TrimEnd('\0');
}
