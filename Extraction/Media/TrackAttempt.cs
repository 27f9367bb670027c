using System.Diagnostics;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs.Failures;

namespace Extraction.Media;

/// <summary>Makes one file from the streams of one source.</summary>
internal sealed class TrackAttempt(
    TrackSpec spec,
    Video video,
    MediaSession session,
    WorkFolder folder,
    TrackAudience audience,
    IDownloader downloader,
    IMediaTool tool,
    MediaOptions options,
    TimeProvider clock)
{
    private readonly ProgressGate progress = new(audience.Report, clock);

    /// <returns>
    /// The file, or a failure; <see cref="FailureKind.SourceBroken"/> when another source may succeed.
    /// </returns>
    public async Task<(MadeFile? File, Failure? Failure)> MakeAsync(
        MediaManifest manifest, CancellationToken cancellationToken)
    {
        var choice = spec.Choose(manifest.Streams);
        if (choice is StreamChoice.None(var reason))
            return (null, new Failure(FailureKind.Unavailable, reason, Code: MediaFailureCodes.NoStream));

        // Checked before the download, which would be wasted without the tool.
        var readiness = await tool.ReadinessAsync(cancellationToken);
        if (!readiness.IsReady && choice is not StreamChoice.Copy)
        {
            return (null, new Failure(
                FailureKind.Unavailable,
                $"Converting {spec.Stem} requires ffmpeg. {readiness.Detail} Or request \"original\" audio.",
                Code: MediaFailureCodes.NeedsFfmpeg));
        }

        var (inputs, failure) = await DownloadAsync(choice, cancellationToken);
        if (failure is not null)
            return (null, failure);

        var extension = ExtensionOf(choice);
        if (choice is StreamChoice.Copy && (spec.IsOriginal || !readiness.IsReady))
            return (new MadeFile(inputs[0], extension), null);
        return await ConvertAsync(choice, inputs, extension, manifest, cancellationToken);
    }

    private async Task<(IReadOnlyList<string> Files, Failure? Failure)> DownloadAsync(
        StreamChoice choice, CancellationToken cancellationToken)
    {
        var streams = StreamsOf(choice);
        if (streams.Sum(stream => stream.Size ?? 0) is var bytes && bytes > options.MaxBytes)
        {
            return ([], new Failure(
                FailureKind.Unavailable,
                $"{spec.Stem} has {bytes} bytes and Media:MaxBytes is {options.MaxBytes}: "
                + "request a smaller one, or raise the limit.",
                Code: MediaFailureCodes.TooLarge));
        }

        var files = new List<string>();
        foreach (var stream in streams)
        {
            var part = streams.Count == 1 ? "" : stream.HasVideo ? " (video)" : " (audio)";
            var stage = $"download {spec.Stem}{part}";
            var file = folder.NewFile(stream.Container);
            var request = new DownloadRequest(
                stream,
                file,
                token => session.RenewAsync(stream, token),
                (done, total) => progress.Bytes(stage, done, total));
            var failure = await StepAsync(
                stage,
                async token => (await downloader.DownloadAsync(request, token) as DownloadResult.Failed)?.Failure
                    ?? await CheckAsync(file, stream.Container, token),
                cancellationToken);
            if (failure is not null)
                return ([], failure);
            files.Add(file);
        }

        return (files, null);
    }

    private static async Task<Failure?> CheckAsync(
        string path, string container, CancellationToken cancellationToken)
    {
        var start = new byte[MediaContainer.StartBytes];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return MediaContainer.Matches(container, start.AsSpan(0, read))
            ? null
            : new Failure(FailureKind.SourceBroken, $"The downloaded stream is not a {container} file.");
    }

    private async Task<(MadeFile? File, Failure? Failure)> ConvertAsync(
        StreamChoice choice,
        IReadOnlyList<string> inputs,
        string extension,
        MediaManifest manifest,
        CancellationToken cancellationToken)
    {
        var output = folder.NewFile(extension);
        var stage = $"convert {spec.Stem}.{extension}";
        var work = new MediaWork
        {
            Inputs = inputs,
            Output = output,
            AudioOnly = !spec.IsVideo,
            Transcode = choice is StreamChoice.Transcode transcode ? EncodingOf(transcode) : null,
            MaxBytes = options.MaxBytes,
            Tags = spec.IsOriginal
                ? MediaTags.None
                : new MediaTags(video.Title, video.Author, await CoverAsync(manifest, extension, cancellationToken)),
            Duration = video.Duration,
        };
        var failure = await StepAsync(
            stage, token => tool.RunAsync(work, done => progress.Fraction(stage, done), token), cancellationToken);
        return failure is null ? (new MadeFile(output, extension), null) : (null, failure);
    }

    /// <summary>Downloads the cover. A failure here fails nothing: a file without a cover is still the file.</summary>
    private async Task<string?> CoverAsync(
        MediaManifest manifest, string extension, CancellationToken cancellationToken)
    {
        if (extension is not ("mp3" or "m4a"))
            return null;
        foreach (var url in manifest.Thumbnails.Take(ThumbnailMaker.MaxTries))
        {
            var cover = await downloader.GetAsync(url, ThumbnailMaker.MaxBytes, cancellationToken);
            if (cover.Failure is not null || ThumbnailMaker.ExtensionOf(cover.Content.Span) != "jpg")
                continue;
            return await KeepAsync(cover.Content, cancellationToken);
        }

        return null;
    }

    private async Task<string?> KeepAsync(ReadOnlyMemory<byte> cover, CancellationToken cancellationToken)
    {
        var path = folder.NewFile("jpg");
        try
        {
            await File.WriteAllBytesAsync(path, cover, cancellationToken);
            return path;
        }
        catch (IOException)
        {
            // Most likely the disk is full; if it matters, making the file itself reports it.
            return null;
        }
    }

    /// <summary>Runs one step with its own timeout, timeline entry, and span.</summary>
    private async Task<Failure?> StepAsync(
        string stage, Func<CancellationToken, Task<Failure?>> run, CancellationToken cancellationToken)
    {
        using var activity = ExtractionTelemetry.Source.StartActivity(stage);
        using var timeout = new CancellationTokenSource(options.StepTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var startedAt = clock.GetUtcNow();
        Failure? failure;
        try
        {
            failure = await run(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failure = new Failure(
                FailureKind.Transient,
                $"The step \"{stage}\" did not finish within {options.StepTimeout.TotalMinutes:0.#} minutes.",
                Code: FailureCodes.TimedOut);
        }

        audience.AddStage(stage, startedAt, failure?.Reason ?? "ok");
        if (failure is not null)
            activity?.SetStatus(ActivityStatusCode.Error, failure.Reason).SetTag("error.type", failure.Kind.ToString());
        return failure;
    }

    private static IReadOnlyList<MediaStream> StreamsOf(StreamChoice choice) => choice switch
    {
        StreamChoice.Copy(var stream, _) => [stream],
        StreamChoice.Remux(var stream, _) => [stream],
        StreamChoice.Transcode(var stream, _, _) => [stream],
        StreamChoice.Mux(var video, var audio, _) => [video, audio],
        _ => throw new UnreachableException(),
    };

    private static string ExtensionOf(StreamChoice choice) => choice switch
    {
        StreamChoice.Copy copy => copy.Extension,
        StreamChoice.Remux remux => remux.Extension,
        StreamChoice.Transcode transcode => transcode.Extension,
        StreamChoice.Mux mux => mux.Extension,
        _ => throw new UnreachableException(),
    };

    private static AudioEncoding EncodingOf(StreamChoice.Transcode transcode) => new(
        transcode.Extension switch
        {
            "mp3" => "mp3",
            "opus" => "opus",
            _ => "aac",
        },
        transcode.BitrateKbps);
}
