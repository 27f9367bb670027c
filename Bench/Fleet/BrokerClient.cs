using System.Globalization;

namespace Bench.Fleet;

/// <summary>The broker's faults.</summary>
/// <param name="client">For its control address.</param>
/// <param name="control">Where faults are asked for.</param>
/// <param name="brokers">Where it speaks Kafka.</param>
internal sealed class BrokerClient(HttpClient client, Uri control, string brokers)
{
    public string Brokers => brokers;

    public static Dictionary<string, string> Settings(Uri control) =>
        new() { ["Broker:ControlPort"] = control.Port.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Has it answer nobody for some time.</summary>
    public async Task GoAwayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var answer = await client.PutAsync(
            new Uri(control, string.Create(CultureInfo.InvariantCulture, $"broker/down?for={duration.TotalSeconds}")),
            null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
