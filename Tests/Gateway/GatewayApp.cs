using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using StandIn;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Gateway;

/// <summary>
/// Runs the gateway on a local port with a real store and the stand-in for YouTube.
/// </summary>
internal sealed class GatewayApp : IAsyncDisposable
{
    private readonly TempFolder folder;
    private readonly WebApplicationFactory<Program> factory;

    private GatewayApp(TempFolder folder, WebApplicationFactory<Program> factory, StandInHost youTube)
    {
        this.folder = folder;
        this.factory = factory;
        YouTube = youTube;
        factory.UseKestrel();
        factory.StartServer();
        var features = factory.Services.GetRequiredService<IServer>().Features;
        var address = features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public StandInHost YouTube { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => factory.Services;

    /// <param name="settings">Behavior of the stand-in.</param>
    /// <param name="configuration">Settings of the gateway, such as <c>Jobs:MaxAttempts=2</c>.</param>
    public static Task<GatewayApp> StartAsync(StandInSettings? settings = null, params string[] configuration) =>
        StartWithAsync(_ => { }, settings, configuration);

    /// <inheritdoc cref="StartAsync"/>
    /// <param name="replace">Replaces services of the gateway.</param>
    public static async Task<GatewayApp> StartWithAsync(
        Action<IServiceCollection> replace, StandInSettings? settings = null, params string[] configuration)
    {
        var youTube = await StandInHost.StartAsync(settings);
        var folder = new TempFolder();
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            string[] all =
            [
                $"Data:Path={folder.Path}",
                "Data:Durable=false",
                "urls=http://127.0.0.1:0",
                "Sources:Chain=youtube-api",
                "Sources:YouTubeApi:ApiKey=stand-in",
                $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
                $"Sources:YouTubeApi:OEmbedBaseAddress={youTube.BaseAddress}",
                "Sources:YouTubeApi:RequestsPerMinute=1000000",
                $"Thumbnails:BaseAddress={youTube.BaseAddress}",
                .. YtDlpAt(youTube),
                $"Media:BaseAddress={youTube.BaseAddress}",
                "Jobs:RetryBaseDelay=00:00:00.05",
                "Jobs:RelayInterval=00:00:00.1",
                "Logging:LogLevel:Default=Warning",
                .. configuration,
            ];
            foreach (var setting in all)
                web.UseSetting(
                    setting[..setting.IndexOf('=', StringComparison.Ordinal)],
                    setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            web.ConfigureTestServices(replace);
        });
        return new GatewayApp(folder, factory, youTube);
    }

    /// <summary>Gets the settings that point yt-dlp to the stand-in.</summary>
    public static string[] YtDlpAt(StandInHost youTube) =>
    [
        $"Sources:YtDlp:Proxy={youTube.ProxyAddress}",
        "Sources:YtDlp:NoCheckCertificates=true",
        "Sources:YtDlp:ExtractorArgs=youtube:player_client=android;player_skip=webpage,configs,js",
        "Sources:YtDlp:RequestsPerMinute=100000",
    ];

    public async Task<(HttpResponseMessage Response, JsonElement Body)> PostLinksAsync(
        object links, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/links");
        request.Content = JsonContent.Create(new { links });
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var response = await Client.SendAsync(request);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Submits links and returns the ID of the submission.</summary>
    public async Task<string> SubmitAsync(params string[] links)
    {
        var (response, body) = await PostLinksAsync(links);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        return body.GetProperty("id").GetString()!;
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path);

    public Task<JsonElement> UntilDoneAsync(string submission) => Eventually.ValueAsync(
        () => GetAsync($"/submissions/{submission}"),
        view => view.GetProperty("done").GetBoolean(),
        "the submission is done");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await factory.DisposeAsync();
        await YouTube.DisposeAsync();
        folder.Dispose();
    }
}
