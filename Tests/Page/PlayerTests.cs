using System.Buffers.Binary;
using System.Text;
using Extraction.Artifacts;
using Extraction.Links;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class PlayerTests(PageBrowser browser)
{
    private const int Seconds = 60;

    [NeedsFact(PageBrowser.Program)]
    public async Task Audio_plays_from_the_middle_with_captions()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync("M4gD1WSo5mA"));
        await PutAsync(app, "audio.wav", "audio/wav", Tone());
        const string Captions = "1\r\n00:00:00,000 --> 00:01:00,000\r\nOne <b>minute</b>\r\n\r\n";
        await PutAsync(app, "captions.en.srt", "application/x-subrip", Encoding.UTF8.GetBytes(Captions));
        var statuses = new List<int>();
        app.Page.Response += (_, response) =>
        {
            if (response.Url.EndsWith("audio.wav", StringComparison.Ordinal))
                statuses.Add(response.Status);
        };

        await app.OpenAsync("#/library?video=M4gD1WSo5mA");
        var player = app.Page.Locator(".player video");
        await Expect(player).ToHaveJSPropertyAsync("duration", Seconds);
        await player.EvaluateAsync(
            """
            (media) => {
              media.muted = true;
              media.currentTime = 40;
              media.textTracks[0].mode = 'showing';
              return media.play();
            }
            """);

        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>("(media) => media.currentTime > 40.2 && !media.error"),
            "the audio keeps playing");
        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>(
                "(media) => media.textTracks[0].activeCues?.[0]?.text === 'One <b>minute</b>'"),
            "the captions are shown");
        Assert.Contains(206, statuses);
        await Expect(app.Page.GetByRole(AriaRole.Link, new() { Name = "Download audio.wav" })).ToBeVisibleAsync();
        Assert.Empty(app.Errors);
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task Checked_options_are_requested_and_restored_on_the_next_visit()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();
        await app.Page.Locator("#options summary").ClickAsync();
        await app.Page.Locator("[name=audio]").CheckAsync();
        await app.Page.Locator("[name=audioFormat]").SelectOptionAsync("opus");
        await app.Page.Locator("[name=video]").CheckAsync();
        await app.Page.Locator("[name=maxHeight]").SelectOptionAsync("720");
        await app.Page.Locator("[name=captions]").CheckAsync();
        await app.Page.Locator("[name=languages]").FillAsync("en, ko");
        await app.Page.Locator("[name=thumbnail]").CheckAsync();
        await app.Page.ReloadAsync();

        var sent = await app.Page.RunAndWaitForRequestAsync(
            () => app.AddAsync("stand000001"), request => request.Url.EndsWith("/links", StringComparison.Ordinal));

        Assert.Equal(
            """{"links":["stand000001"],"audio":"opus","video":{"format":"mp4","maxHeight":720}"""
            + ""","captions":{"languages":["en","ko"],"format":"vtt"},"thumbnail":true}""",
            sent.PostData);
        await Expect(app.Page.Locator(".job")).ToHaveCountAsync(1);
    }

    private static ValueTask<Artifact> PutAsync(PageApp app, string name, string contentType, byte[] content) =>
        app.Gateway.Services.GetRequiredService<IArtifactStore>().PutAsync(
            VideoId.Parse("M4gD1WSo5mA"),
            ArtifactName.Parse(name),
            contentType,
            new MemoryStream(content),
            CancellationToken.None);

    /// <summary>Creates a minute of a quiet tone as 8-bit PCM, which every build of the browser plays.</summary>
    private static byte[] Tone()
    {
        const int Rate = 8000;
        var file = new byte[44 + (Rate * Seconds)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Rate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), Rate * Seconds);
        for (var i = 0; i < Rate * Seconds; i++)
            file[44 + i] = (byte)(128 + (10 * Math.Sin(i * Math.Tau * 440 / Rate)));
        return file;
    }
}
