using System.Diagnostics;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs.Failures;
using Jobs.Running;

namespace Extraction.Media;

/// <summary>Makes one file out of what one source offers.</summary>
internal sealed class TrackAttempt(
    TrackSpec order,
    Video video,
    MediaSession session,
    WorkFolder folder,
    JobContext context,
    IDownloader downloader,
    IMediaTool tool,
    MediaOptions options,
    TimeProvider clock)
{
    private readonly ProgressGate progress = new(context.Report, clock);

    /// <returns>
    /// The file, or why there is none; <see cref="FailureKind.SourceBroken"/> when another source may have it.
    /// </returns>
    public async Task<(
        MadeFile? File, Failure? Failure)> MakeAsync(MediaManifest manifest, CancellationToken cancellationToken)
    {
        var choice = order.Choose(manifest.Streams);
        if (choice is StreamChoice.None(var reason))
            return (null, new Failure(FailureKind.Unavailable, reason, Code: MediaFailureCodes.NoStream));

        // Before the download: it would be for nothing.
        var readiness = await tool.ReadinessAsync(cancellationToken);
        if (!readiness.IsReady && choice is not StreamChoice.Copy)
        {
            return (null, new Failure(
                FailureKind.Unavailable, $"{order.Stem} has to be converted, and that takes ffmpeg. {readiness.Detail} Or ask for \"original\" sound.",
                Code: MediaFailureCodes.NeedsFfmpeg));
        }

        var (inputs, failure) = await DownloadAsync(choice, cancellationToken);
        if (failure is not null)
            return (null, failure);

        var extension = ExtensionOf(choice);
        if (choice is StreamChoice.Copy && (order.IsOriginal || !readiness.IsReady))
            return (new MadeFile(inputs[0], extension), null);
        return await WorkAsync(choice, inputs, extension, manifest, cancellationToken);
    }

    private async Task<(IReadOnlyList<string> Files, Failure? Failure)> DownloadAsync(
        StreamChoice choice, CancellationToken cancellationToken)
    {
        var streams = StreamsOf(choice);
        if (streams.Sum(stream => stream.Size ?? 0) is var bytes && bytes > options.MaxBytes)
        {
            return ([], new Failure(
                FailureKind.Unavailable,
                $"{order.Stem} has {bytes} bytes and Media:MaxBytes is {options.MaxBytes}: ask for a smaller one, or raise the bound.",
                Code: MediaFailureCodes.TooLarge));
        }

        var files = new List<string>();
        foreach (var stream in streams)
        {
            var stage = $"download {order.Stem}{(streams.Count == 1 ? "" : stream.HasVideo ? " picture" : " sound")}";
            var file = folder.NewFile(stream.Container);
            var failure = await StepAsync(stage, async token =>
            {
                var result = await downloader.DownloadAsync(
                    new DownloadRequest(
                        stream, file, renew => session.RenewAsync(stream, renew), (done, total) => progress.Bytes(stage, done, total)),
                    token);
                return (result as DownloadResult.Failed)?.Failure;
            }, cancellationToken);
            if (failure is not null)
                return ([], failure);
            files.Add(file);
        }

        return (files, null);
    }

    private async Task<(MadeFile? File, Failure? Failure)> WorkAsync(
        StreamChoice choice, IReadOnlyList<string> inputs, string extension, MediaManifest manifest, CancellationToken cancellationToken)
    {
        var output = folder.NewFile(extension);
        var stage = $"convert {order.Stem}.{extension}";
        var work = new MediaWork
        {
            Inputs = inputs,
            Output = output,
            SoundOnly = !order.HasPicture,
            Transcode = choice is StreamChoice.Transcode transcode ? CodecOf(transcode) : null,
            Tags = order.IsOriginal
                ? MediaTags.None
                : new MediaTags(video.Title, video.Author, await CoverAsync(manifest, extension, cancellationToken)),
            Duration = video.Duration,
        };
        var failure = await StepAsync(
            stage, token => tool.RunAsync(work, done => progress.Fraction(stage, done), token), cancellationToken);
        return failure is null ? (new MadeFile(output, extension), null) : (null, failure);
    }

    /// <summary>A file without a cover is still the file: what is wrong with a thumbnail fails nothing.</summary>
    private async Task<string?> CoverAsync(
        MediaManifest manifest, string extension, CancellationToken cancellationToken)
    {
        if (extension is not ("mp3" or "m4a"))
            return null;
        foreach (var url in manifest.Thumbnails.Take(ThumbnailMaker.MaxTries))
        {
            var picture = await downloader.GetAsync(url, ThumbnailMaker.MaxBytes, cancellationToken);
            if (picture.Failure is not null || ThumbnailMaker.ExtensionOf(picture.Content.Span) != "jpg")
                continue;
            return await KeepAsync(picture.Content, cancellationToken);
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
            // No room, most likely; whether there is some for the file itself is told when it is made.
            return null;
        }
    }

    /// <summary>One step with its own time, its place in the timeline and its span.</summary>
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
                $"The step \"{stage}\" did not end within {options.StepTimeout.TotalMinutes:0.#} minutes.",
                Code: FailureCodes.TimedOut);
        }

        context.AddStage(stage, startedAt, failure?.Reason ?? "ok");
        if (failure is not null)
            activity?.SetStatus(ActivityStatusCode.Error, failure.Reason).SetTag("error.type", failure.Kind.ToString());
        return failure;
    }

    private static IReadOnlyList<MediaStream> StreamsOf(StreamChoice choice) => choice switch
    {
        StreamChoice.Copy(var stream, _) => [stream],
        StreamChoice.Remux(var stream, _) => [stream],
        StreamChoice.Transcode(var stream, _, _) => [stream],
        StreamChoice.Mux(var picture, var sound, _) => [picture, sound],
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

    private static SoundCodec CodecOf(StreamChoice.Transcode transcode) => new(
        transcode.Extension switch
        {
            "mp3" => "mp3",
            "opus" => "opus",
            _ => "aac",
        },
        transcode.BitrateKbps);
}
