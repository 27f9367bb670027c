using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using StandIn.Faults;
using StandIn.Videos;

namespace StandIn.Media;

/// <summary>
/// Provides the bytes of streams: encoded once by ffmpeg and kept on disk, or plain bytes where that fails.
/// </summary>
internal sealed class MediaLibrary(StandInOptions options, Ffmpeg ffmpeg,
    IHostApplicationLifetime lifetime) : IDisposable
{
    /// <summary>
    /// The end of a stream is always padding, so a request for it alone needs no media made: extractors ask for the
    /// last two bytes of every stream, only to see whether it is there.
    /// </summary>
    private const int Reserved = 4096;

    private readonly ConcurrentDictionary<string, Lazy<Task<SafeFileHandle?>>> made = new(StringComparer.Ordinal);

    public async ValueTask<MediaFile> OpenAsync(
        string video, StreamFormat format, long length, ByteRange range, CancellationToken cancellationToken)
    {
        var seed = Dice.Hash(string.Create(CultureInfo.InvariantCulture, $"{video}/{format.Itag}/{length}"));
        if (range.From >= length - Reserved || MediaRecipe.For(format) is not { } recipe)
            return MediaFile.OfBytes(seed, Head(format));

        // Made for everyone who asks, so one who leaves must not end it.
        var making = made.GetOrAdd(recipe.FileName, _ => new(() => MakeAsync(recipe, lifetime.ApplicationStopping)));
        if (await making.Value.WaitAsync(cancellationToken) is not { } handle
            || RandomAccess.GetLength(handle) is var madeLength && madeLength > length - Reserved
            || length - madeLength > uint.MaxValue)
        {
            return MediaFile.OfBytes(seed, Head(format));
        }

        return new MediaFile(handle, madeLength, recipe.IsWebM ? Void(length - madeLength) : Free(length - madeLength),
            seed);
    }

    public void Dispose()
    {
        foreach (var making in made.Values)
        {
            if (making is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } done })
                done.Result?.Dispose();
        }
    }

    private async Task<SafeFileHandle?> MakeAsync(MediaRecipe recipe, CancellationToken cancellationToken)
    {
        var clip = Path.Combine(options.MediaPath, recipe.ClipName);
        var whole = Path.Combine(options.MediaPath, recipe.FileName);
        return await ffmpeg.MakeAsync(clip, recipe.ClipArguments, cancellationToken)
            && await ffmpeg.MakeAsync(whole, target => recipe.WholeArguments(clip, target), cancellationToken)
            ? File.OpenHandle(whole, options: FileOptions.Asynchronous)
            : null;
    }

    /// <summary>The beginning of a file that has no more than the form of its container.</summary>
    private static byte[] Head(StreamFormat format) =>
        format.MimeType.Contains("/webm", StringComparison.Ordinal)
            ? [0x1A, 0x45, 0xDF, 0xA3]
            : [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 1];

    // ISO/IEC 14496-12, "Free Space Box": its size counts its own head.
    private static byte[] Free(long length)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)length);
        "free"u8.CopyTo(head.AsSpan(4));
        return head;
    }

    // RFC 8794, "Void Element": its size, here in eight bytes of which the first bit says so, does not count its head.
    private static byte[] Void(long length)
    {
        var head = new byte[9];
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), length - head.Length);
        head[0] = 0xEC;
        head[1] = 0x01;
        return head;
    }
}
