using System.Buffers;

namespace Tables.Xlsx;

/// <summary>
/// Buffers the archive's output until it is sent. The archive ends its parts with synchronous writes, which the body of
/// a response does not allow. Used by one writer, which sends often to keep the buffer small.
/// </summary>
internal sealed class PendingBytes : Stream
{
    private readonly ArrayBufferWriter<byte> pending = new(64 * 1024);
    private long position;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public async ValueTask SendAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(pending.WrittenMemory, cancellationToken);
        pending.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        pending.Write(buffer);
        position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
