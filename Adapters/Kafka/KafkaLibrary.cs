using Confluent.Kafka;
using Jobs.Starting;

namespace Adapters.Kafka;

/// <summary>Loads the native library at startup, so that its absence is reported in one sentence.</summary>
internal static class KafkaLibrary
{
    /// <exception cref="CannotStartException">The library is missing; the message says what to do.</exception>
    public static void Ensure()
    {
        try
        {
            Library.Load();
        }
        catch (Exception error) when (error is DllNotFoundException or InvalidOperationException or FileLoadException)
        {
            throw new CannotStartException(
                "ConnectionStrings:kafka is set, but this build has no usable librdkafka: build again on a machine "
                + "with npm, bash, gcc, and make on the PATH, or unset it to run everything in one process.", error);
        }
    }
}
