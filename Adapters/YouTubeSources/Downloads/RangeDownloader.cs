using System.Net;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Disk;
using Jobs.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>Downloads a stream in concurrent ranges, each of which resumes where a connection was lost.</summary>
internal sealed partial class RangeDownloader(
    IHttpClientFactory clients, IOptions<MediaOptions> options, TimeProvider clock, ILogger<RangeDownloader> logger,
    DiskFloor? floor = null)
    : IDownloader
{
    public const string ClientName = "media";

    private static readonly TimeSpan SmallTimeout = TimeSpan.FromSeconds(30);

    private readonly MediaOptions options = options.Value;

    public async Task<DownloadResult> DownloadAsync(DownloadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var client = clients.CreateClient(ClientName);
        using var address = new StreamAddress(request.Stream, request.Renew);
        try
        {
            var total = request.Stream.Size ?? await AskSizeAsync(client, address, cancellationToken);
            if (total > options.MaxBytes)
            {
                return Failed(
                    FailureKind.Unavailable,
                    $"The file has {total} bytes and Media:MaxBytes is {options.MaxBytes}: "
                    + "request a smaller one, or raise the limit.",
                    MediaFailureCodes.TooLarge);
            }

            return floor?.Read(Path.GetDirectoryName(request.Path)!, total).Reason is null
                ? await DownloadAsync(client, address, request, total, cancellationToken)
                : NoRoom();
        }
        catch (RangeFailedException error)
        {
            return new DownloadResult.Failed(error.Failure);
        }
        catch (IOException error)
        {
            Log.NotWritten(logger, request.Path, error);
            return DiskFull.IsReason(error)
                ? NoRoom()
                : Failed(
                    FailureKind.Transient,
                    $"The download could not be written ({error.GetType().Name}): check the folder of Media:WorkPath.",
                    MediaFailureCodes.WorkFolder);
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(
                FailureKind.Transient,
                "The download could not be written: check the permissions of the folder of Media:WorkPath.",
                MediaFailureCodes.WorkFolder);
        }
    }

    public async Task<SmallFile> GetAsync(Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var timeout = new CancellationTokenSource(SmallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return new SmallFile(
                    default, new Failure(FailureKind.Unavailable, $"{url.Host} does not have it (HTTP 404)."));
            }

            if (!answer.IsSuccessStatusCode)
            {
                return new SmallFile(
                    default, HttpFailures.From(url.Host, answer.StatusCode, answer.Headers.RetryAfter?.Delta).Failure);
            }

            await answer.Content.LoadIntoBufferAsync(maxBytes, either.Token);
            return new SmallFile(await answer.Content.ReadAsByteArrayAsync(either.Token), null);
        }
        catch (HttpRequestException error)
        {
            return new SmallFile(default, HttpFailures.From(url.Host, error).Failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SmallFile(default, HttpFailures.TimedOut(url.Host, SmallTimeout).Failure);
        }
    }

    private async Task<DownloadResult> DownloadAsync(
        HttpClient client,
        StreamAddress address,
        DownloadRequest request,
        long total,
        CancellationToken cancellationToken)
    {
        // Preallocation makes a disk without room fail before the download, not after it.
        using var file = File.OpenHandle(
            request.Path,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            FileOptions.Asynchronous,
            preallocationSize: total);
        var done = 0L;
        var fetcher = new RangeFetcher(
            client,
            address,
            file,
            total,
            options,
            clock,
            bytes => request.Progress(Interlocked.Add(ref done, bytes), total));
        await Parallel.ForEachAsync(
            RangePlan.Cut(total, options.RangeBytes),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = options.ParallelRanges,
                CancellationToken = cancellationToken,
            },
            async (range, token) => await fetcher.FetchAsync(range, token));

        return done == total && RandomAccess.GetLength(file) == total
            ? new DownloadResult.Done(total)
            : Failed(FailureKind.Transient, $"The download has {done} bytes instead of {total}.");
    }

    private static async Task<long> AskSizeAsync(
        HttpClient client, StreamAddress address, CancellationToken cancellationToken)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Head, address.Current);
        try
        {
            using var answer = await client.SendAsync(
                ask, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength is { } length
                ? length
                : throw new RangeFailedException(new Failure(
                    FailureKind.SourceBroken,
                    $"The source does not report the length of the stream (HTTP {(int)answer.StatusCode})."));
        }
        catch (HttpRequestException error)
        {
            throw new RangeFailedException(HttpFailures.From(address.Current.Host, error).Failure);
        }
    }

    private static DownloadResult.Failed NoRoom() => Failed(
        FailureKind.Transient,
        "The disk has no room for the download: free some space, or lower Media:MaxTotalBytes.",
        MediaFailureCodes.DiskFull);

    private static DownloadResult.Failed Failed(FailureKind kind, string reason, string? code = null) =>
        new(new Failure(kind, reason, Code: code));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The download to {Path} could not be written")]
        public static partial void NotWritten(ILogger logger, string path, Exception error);
    }
}
