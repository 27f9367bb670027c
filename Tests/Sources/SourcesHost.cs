using Composition;
using Extraction.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StandIn;

namespace Tests.Sources;

/// <summary>Hosts the sources as a process registers them, directed to a stand-in.</summary>
internal sealed class SourcesHost : IDisposable
{
    public const string YoutubeExplode = "youtube-explode";
    public const string YtDlp = "yt-dlp";
    public const string YouTubeApi = "youtube-api";

    private readonly IHost host;

    private SourcesHost(IHost host) => this.host = host;

    public static SourcesHost At(StandInHost standIn, params (string Key, string Value)[] settings) =>
        At(standIn, TimeProvider.System, settings);

    public static SourcesHost At(
        StandInHost standIn, TimeProvider clock, params (string Key, string Value)[] settings) =>
        At(standIn.BaseAddress, clock, [("Sources:YtDlp:Proxy", standIn.ProxyAddress.ToString()), .. settings]);

    public static SourcesHost At(Uri address, params (string Key, string Value)[] settings) =>
        At(address, TimeProvider.System, settings);

    private static SourcesHost At(Uri address, TimeProvider clock, (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sources:YouTubeApi:BaseAddress"] = address.ToString(),
            ["Sources:YouTubeApi:OEmbedBaseAddress"] = address.ToString(),
            ["Sources:YoutubeExplode:BaseAddress"] = address.ToString(),
            ["Sources:YtDlp:NoCheckCertificates"] = "true",
            ["Sources:YtDlp:ExtractorArgs"] = "youtube:player_client=android;player_skip=webpage,configs,js",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(pair => pair.Key, string? (pair) => pair.Value));
        builder.Services.TryAddSingleton(clock);
        builder.AddSources();
        return new SourcesHost(builder.Build());
    }

    public IServiceProvider Services => host.Services;

    public IVideoSource this[string name] =>
        host.Services.GetServices<IVideoSource>().Single(source => source.Name == name);

    public void Dispose() => host.Dispose();
}
