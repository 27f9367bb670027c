using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using StandIn.Settings;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Media;

/// <summary>Runs a gateway with yt-dlp and ffmpeg, and requests files from it.</summary>
internal sealed class MediaApp : IAsyncDisposable
{
    /// <summary>Includes the time in which the stand-in generates media, on a busy machine.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(90);

    private readonly TempFolder work;

    private MediaApp(GatewayApp app, TempFolder work)
    {
        App = app;
        this.work = work;
    }

    public GatewayApp App { get; }

    /// <summary>Names of the current unfinished files.</summary>
    public string[] Unfinished =>
    [
        .. Directory.GetFiles(work.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ".lock"),
    ];

    public static async Task<MediaApp> StartAsync(StandInSettings? settings = null, params string[] configuration)
    {
        var work = new TempFolder();
        string[] all = ["Sources:Chain=youtube-api, yt-dlp", $"Media:WorkPath={work.Path}", .. configuration];
        return new MediaApp(await GatewayApp.StartAsync(settings, all), work);
    }

    public async Task<string> SubmitAsync(string link, object options)
    {
        var body = JsonSerializer.SerializeToNode(options)!.AsObject();
        body["links"] = JsonValue.Create(link);
        using var answer = await App.Client.PostAsJsonAsync("/links", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Submits a link and waits for the end of its job.</summary>
    public async Task<JsonElement> RunAsync(string link, object options) =>
        await EndOfAsync(await SubmitAsync(link, options));

    public async Task<JsonElement> EndOfAsync(string submission)
    {
        var done = await Eventually.ValueAsync(
            () => App.GetAsync($"/submissions/{submission}"), view => view.GetProperty("done").GetBoolean(),
            "the job ends", WaitLimit);
        return done.GetProperty("jobs")[0];
    }

    public static string[] Artifacts(JsonElement job)
    {
        Assert.True(job.GetProperty("state").GetString() == "Succeeded", job.ToString());
        return [.. job.GetProperty("result").GetProperty("artifacts").EnumerateArray().Select(
            name => name.GetString()!)];
    }

    public Task<byte[]> DownloadAsync(string video, string name) =>
        App.Client.GetByteArrayAsync($"/videos/{video}/artifacts/{name}");

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        work.Dispose();
    }
}
