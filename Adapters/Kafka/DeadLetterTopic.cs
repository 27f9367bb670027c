using System.Text;
using Adapters.Kafka.Publishing;
using Confluent.Kafka;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>
/// Stores dead letters and copies each to a topic for tools outside this system. The store is the source of truth:
/// nothing here depends on a copy that the broker did not accept.
/// </summary>
internal sealed partial class DeadLetterTopic(
    IDeadLetterStore store,
    JobProducer producer,
    IOptions<KafkaOptions> options,
    ILogger<DeadLetterTopic> logger) : IDeadLetterStore
{
    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await store.AddAsync(letter, cancellationToken);
        var headers = new Headers
        {
            { "dead-letter-id", Encoding.ASCII.GetBytes(letter.Id.ToString("N")) },
            { "dead-letter-origin", Encoding.UTF8.GetBytes(letter.Origin) },
            { "dead-letter-kind", Encoding.ASCII.GetBytes(letter.Failure.Kind.ToString()) },
            { "dead-letter-reason", Encoding.UTF8.GetBytes(letter.Failure.Reason) },
        };
        try
        {
            producer.Produce(options.Value.DeadTopic, new Message<string, byte[]>
            {
                Key = letter.JobId?.ToString() ?? letter.Id.ToString("N"),
                Value = letter.Raw.ToArray(),
                Headers = headers,
            });
        }
        catch (KafkaException error)
        {
            Log.NotCopied(logger, letter.Origin, options.Value.DeadTopic, error.Error.Reason);
        }
    }

    public ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        store.GetAsync(id, cancellationToken);

    public ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken) =>
        store.ListAsync(limit, after, cancellationToken);

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        store.RemoveAsync(id, cancellationToken);

    public ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken) =>
        store.RemoveForJobAsync(jobId, fence, cancellationToken);

    public ValueTask<int> CountAsync(CancellationToken cancellationToken) => store.CountAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The dead letter of {Origin} was stored, but not copied to {Topic}: {Reason}")]
        public static partial void NotCopied(ILogger logger, string origin, string topic, string reason);
    }
}
