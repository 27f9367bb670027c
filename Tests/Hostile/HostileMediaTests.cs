using Adapters.YouTubeSources.Ffmpeg;
using Adapters.YouTubeSources.Processes;
using Extraction.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.StandIn;
using Tests.Support;

namespace Tests.Hostile;

/// <summary>Downloaded files that make ffmpeg open something else, run by the installed ffmpeg.</summary>
[Collection(ProgramTests.Name)]
public sealed class HostileMediaTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Contents with <c>SECRET</c> in place of another file of this machine.</summary>
    public static readonly TheoryData<string, string> References = new()
    {
        { "mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://SECRET\n#EXT-X-ENDLIST\n" },
        { "webm", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nSECRET\n#EXT-X-ENDLIST\n" },
        { "mp4", "ffconcat version 1.0\nfile 'SECRET_NAME'\n" },
        { "webm", "ffconcat version 1.0\nfile 'SECRET_NAME'\n" },
        { "mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nsubfile,,start,0,end,0,,:SECRET\n#EXT-X-ENDLIST\n" },
    };

    [NeedsTheory("ffmpeg")]
    [MemberData(nameof(References))]
    public async Task A_playlist_in_place_of_a_stream_opens_no_other_file(string container, string content)
    {
        var secret = Path.Combine(folder.Path, "secret.ts");
        var (code, _, errors) = await Probe.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=duration=3", "-c:a", "mp2", secret);
        Assert.True(code == 0, errors);
        var input = Path.Combine(folder.Path, $"1.{container}");
        await File.WriteAllTextAsync(input, content
            .Replace("SECRET_NAME", "secret.ts", StringComparison.Ordinal)
            .Replace("SECRET", secret, StringComparison.Ordinal));
        var output = Path.Combine(folder.Path, "2.mp3");

        var failure = await Tool().RunAsync(
            new MediaWork
            {
                Inputs = [input], Output = output, AudioOnly = true, Transcode = new AudioEncoding("mp3", 64),
            },
            _ => { },
            CancellationToken.None);

        Assert.NotNull(failure);
        Assert.False(File.Exists(output) && new FileInfo(output).Length > 0);
    }

    private static FfmpegTool Tool() => new(
        new ProcessRunner(TimeProvider.System), Options.Create(new FfmpegOptions()), NullLogger<FfmpegTool>.Instance);
}
