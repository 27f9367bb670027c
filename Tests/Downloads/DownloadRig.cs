using System.Security.Cryptography;
using Adapters.YouTubeSources.Downloads;
using Extraction.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StandIn;

namespace Tests.Downloads;

/// <summary>Runs a downloader with a stand-in that serves one stream, and a folder for files.</summary>
internal sealed class DownloadRig : IAsyncDisposable
{
    public const int Size = 1_000_000;

    private readonly IHost host;
    private readonly string folder = Directory.CreateTempSubdirectory("downloads-").FullName;

    private DownloadRig(StandInHost standIn, IHost host) => (StandIn, this.host) = (standIn, host);

    public StandInHost StandIn { get; }

    public IDownloader Downloader => host.Services.GetRequiredService<IDownloader>();

    public static MediaStream Stream { get; } = new()
    {
        Itag = 140,
        Container = "mp4",
        AudioCodec = "mp4a.40.2",
        Size = Size,
        Url = new Uri("https://standin.googlevideo.com/videoplayback?id=standabcdef&itag=140"),
    };

    public static async Task<DownloadRig> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var standIn = await StandInHost.StartAsync(
            new() { SyntheticMediaBytes = Size }, new() { Ffmpeg = "no-such-program" });
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(
            builder.Configuration,
            new Dictionary<string, string?>
            {
                ["Media:BaseAddress"] = standIn.BaseAddress.ToString(),
                ["Media:RangeBytes"] = "200000",
                ["Media:StallTimeout"] = "00:00:00.5",
            }.Concat(settings ?? []).GroupBy(pair => pair.Key).ToDictionary(
                group => group.Key, group => group.Last().Value));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section);
        builder.AddDownloads();
        return new DownloadRig(standIn, builder.Build());
    }

    public string NewFile() => Path.Combine(folder, Guid.NewGuid().ToString("N"));

    public async Task<(DownloadResult Result, string Path)> DownloadAsync(
        MediaStream? stream = null,
        Func<CancellationToken, Task<MediaStream?>>? renew = null,
        CancellationToken cancellationToken = default)
    {
        var path = NewFile();
        var request = new DownloadRequest(
            stream ?? Stream, path, renew ?? (_ => Task.FromResult<MediaStream?>(null)), (_, _) => { });
        return (await Downloader.DownloadAsync(request, cancellationToken), path);
    }

    /// <summary>Returns the digest of the stream that the stand-in serves without faults.</summary>
    public async Task<string> ExpectedAsync()
    {
        using var http = new HttpClient { BaseAddress = StandIn.BaseAddress };
        return Digest(await http.GetByteArrayAsync("videoplayback?id=standabcdef&itag=140"));
    }

    public static string DigestOf(string path) => Digest(File.ReadAllBytes(path));

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await StandIn.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
