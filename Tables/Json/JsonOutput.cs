using System.Buffers;
using System.Text.Json;

namespace Tables.Json;

/// <summary>Collects JSON in memory and sends it in large pieces. Used by one writer.</summary>
internal sealed class JsonOutput : IAsyncDisposable
{
    private const int FlushBytes = 48 * 1024;

    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    /// <param name="output">Left open.</param>
    public JsonOutput(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        this.output = output;
        Json = new Utf8JsonWriter(buffer, JsonCells.WriterOptions);
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Sends the collected bytes once there are enough of them.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellationToken) =>
        Json.BytesPending + buffer.WrittenCount < FlushBytes ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => Json.DisposeAsync();

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await Json.FlushAsync(cancellationToken);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}
