using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Win32.SafeHandles;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Fetches ranges of one stream into one file. Ranges may be fetched concurrently; they share only the address.
/// </summary>
internal sealed class RangeFetcher(
    HttpClient client,
    StreamAddress address,
    SafeFileHandle file,
    long total,
    MediaOptions options,
    TimeProvider clock,
    Action<long> written)
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>Fetches a range, resuming where a connection was lost.</summary>
    /// <exception cref="RangeFailedException">The range cannot be fetched.</exception>
    public async Task FetchAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var from = range.From;
        var failures = 0;
        while (from <= range.To)
        {
            var before = from;
            var failure = await TryOnceAsync(new ByteRange(from, range.To), count => from += count, cancellationToken);
            if (from > range.To)
                return;

            // Progress resets the count, so that a dead connection ends a download and a long download continues.
            failures = from > before ? 1 : failures + 1;
            if (failures > options.MaxFailuresInARow)
            {
                throw new RangeFailedException(
                    failure with { Reason = $"The download stopped at byte {from} of {total}: {failure.Reason}" });
            }

            var delay = Backoff.Delay(
                failures, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), Random.Shared.NextDouble());
            await Task.Delay(delay, clock, cancellationToken);
        }
    }

    /// <returns>The reason why the attempt ended, even when everything was fetched.</returns>
    private async Task<Failure> TryOnceAsync(ByteRange range, Action<int> advance, CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(options, clock, cancellationToken);
        try
        {
            var url = address.Current;
            using var ask = new HttpRequestMessage(HttpMethod.Get, url);
            ask.Headers.Range = new RangeHeaderValue(range.From, range.To);
            using var answer = await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            if (answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Gone)
            {
                return await address.RenewAsync(url, cancellationToken)
                    ? new Failure(FailureKind.Transient, "The address of the stream had expired.")
                    : throw Failed(
                        FailureKind.SourceBroken, $"The source refuses the stream (HTTP {(int)answer.StatusCode}).");
            }

            Check(answer, range);
            await CopyAsync(answer, range, watch, advance);
            return HttpFailures.ConnectionLost(address.Current.Host).Failure;
        }
        catch (HttpRequestException error)
        {
            return HttpFailures.From(address.Current.Host, error).Failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureKind.Transient, watch.Reason);
        }
    }

    private async Task CopyAsync(HttpResponseMessage answer, ByteRange range, StallWatch watch, Action<int> advance)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(watch.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var at = range.From;
            while (at <= range.To)
            {
                var wanted = (int)Math.Min(buffer.Length, range.To - at + 1);
                var count = await ReadAsync(body, buffer.AsMemory(0, wanted), watch.Token);
                if (count == 0)
                    return;

                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), at, watch.Token);
                at += count;
                advance(count);
                written(count);
                watch.Saw(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Treats a reset like an early close; every <see cref="IOException"/> outside this method comes from the disk.
    /// </summary>
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Checks that the bytes of the answer are the ones that were requested.</summary>
    private void Check(HttpResponseMessage answer, ByteRange range)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.PartialContent when answer.Content.Headers.ContentRange is { } got
                && got.From == range.From && (got.Length is null || got.Length == total):
            case HttpStatusCode.OK when range.From == 0
                && (answer.Content.Headers.ContentLength is not { } length || length == total):
                return;
            case HttpStatusCode.PartialContent or HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable:
                throw Failed(
                    FailureKind.SourceBroken,
                    $"The stream's length differs from the {total} bytes that the source announced.");
            case HttpStatusCode.TooManyRequests:
                throw new RangeFailedException(new Failure(
                    FailureKind.RateLimited, "The source asks us to slow down.", answer.Headers.RetryAfter?.Delta));
            case HttpStatusCode.NotFound:
                throw Failed(FailureKind.SourceBroken, "The stream was not found (HTTP 404).");
            default:
                throw new HttpRequestException(
                    HttpRequestError.Unknown, $"HTTP {(int)answer.StatusCode}", statusCode: answer.StatusCode);
        }
    }

    private static RangeFailedException Failed(FailureKind kind, string reason) => new(new Failure(kind, reason));
}
