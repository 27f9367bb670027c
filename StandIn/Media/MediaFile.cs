using Microsoft.Win32.SafeHandles;

namespace StandIn.Media;

/// <summary>
/// A stream of exactly the announced length: what ffmpeg made, if anything, then a box or element that players skip,
/// filled up with <see cref="MediaBytes"/>.
/// </summary>
/// <param name="made">The generated file; null when there is none.</param>
/// <param name="madeLength">Its bytes.</param>
/// <param name="padding">The head of what players skip.</param>
/// <param name="seed">Of the fill.</param>
internal sealed class MediaFile(SafeFileHandle? made, long madeLength, byte[] padding, ulong seed)
{
    /// <param name="seed">Of the fill.</param>
    /// <param name="head">The first bytes, by which a reader recognizes the container.</param>
    public static MediaFile OfBytes(ulong seed, byte[] head) => new(null, 0, head, seed);

    public async ValueTask ReadAsync(long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        if (offset < madeLength)
        {
            var count = (int)Math.Min(target.Length, madeLength - offset);
            var read = 0;
            while (read < count)
            {
                var more = await RandomAccess.ReadAsync(made!, target[read..count], offset + read, cancellationToken);
                if (more == 0)
                    throw new EndOfStreamException("A generated media file became shorter while it was served.");
                read += more;
            }

            offset += count;
            target = target[count..];
        }

        if (offset - madeLength is var within && within < padding.Length && !target.IsEmpty)
        {
            var count = (int)Math.Min(target.Length, padding.Length - within);
            padding.AsMemory((int)within, count).CopyTo(target);
            offset += count;
            target = target[count..];
        }

        MediaBytes.Fill(seed, offset, target.Span);
    }
}
