using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Extraction.Links;
using Extraction.Requests;
using Tests.Gateway;

namespace Tests.Media;

/// <summary>Tests the options of a request for files, and the sentences that refuse invalid ones.</summary>
public sealed class MediaOptionsTests
{
    [Theory]
    [InlineData("""{"audio":"mp3"}""", """{"audio":{"format":"mp3"}}""")]
    [InlineData("""{"audio":"MP3"}""", """{"audio":{"format":"mp3"}}""")]
    [InlineData("""{"audio":{"format":"mp3","bitrate":128}}""", """{"audio":{"format":"mp3","bitrateKbps":128}}""")]
    [InlineData("""{"video":{"format":"mp4","maxHeight":720,"maxFps":30}}""",
        """{"video":{"format":"mp4","maxHeight":720,"maxFps":30}}""")]
    [InlineData("""{"captions":"en","thumbnail":true}""",
        """{"captions":{"languages":["en"],"format":"srt"},"thumbnail":true}""")]
    [InlineData("""{"captions":["en","pt-BR"]}""", """{"captions":{"languages":["en","pt-BR"],"format":"srt"}}""")]
    [InlineData("""{"captions":{"languages":["*"],"format":"txt"}}""",
        """{"captions":{"languages":["*"],"format":"txt"}}""")]
    [InlineData("""{"audio":null,"video":null,"thumbnail":false}""", null)]
    public void Short_and_long_forms_are_equivalent(string options, string? expected)
    {
        Assert.True(LinksRequestReader.TryReadJson(Body(options), out var request, out var problem), problem);

        Assert.Equal(expected is null ? null : Normal(expected), request.ToMedia()?.Describe());
    }

    [Theory]
    [InlineData("""{"audio":"mp4"}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":1}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":"1"}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":"mp3,m4a"}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":{"bitrate":128}}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":{"format":"mp3","bitrat":128}}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":{"format":"mp3","format":"m4a"}}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":["mp3"]}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"video":{"format":"mp4","maxheight":720}}""", "\"video\" must be \"mp4\"")]
    [InlineData("""{"captions":["en",3]}""", "\"captions\" must be a language")]
    [InlineData("""{"audio":{"format":"mp3","bitrate":1.5}}""", "\"audio\" must be \"mp3\"")]
    [InlineData("""{"audio":{"format":"mp3","bitrate":5000}}""", "The audio bitrate is 5000")]
    [InlineData("""{"video":{"format":"mp4","maxHeight":0}}""", "The maximum height is 0")]
    [InlineData("""{"video":{"format":"mp4","maxFps":1000}}""", "The maximum frame rate is 1000")]
    [InlineData("""{"captions":[]}""", "Captions name 0 languages")]
    [InlineData("""{"captions":"../../x"}""", "\"../../x\" is not a language")]
    [InlineData("""{"captions":{"languages":["en"],"format":"ass"}}""", "\"captions\" must be a language")]
    [InlineData("""{"thumbnail":"yes"}""", "\"thumbnail\" must be true or false")]
    public void An_invalid_option_is_refused_with_its_valid_forms(string options, string problem)
    {
        Assert.False(LinksRequestReader.TryReadJson(Body(options), out _, out var said));

        Assert.StartsWith(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_refuses_an_invalid_option_with_its_valid_forms()
    {
        await using var app = await GatewayApp.StartAsync();

        using var answer = await app.Client.PostAsJsonAsync("/links", new { links = "standabcdef", audio = "flac" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        Assert.Contains("\"m4a\"", detail, StringComparison.Ordinal);
    }

    /// <summary>Adds a link to the options.</summary>
    private static byte[] Body(string options) =>
        Encoding.UTF8.GetBytes($$"""{"links":"standabcdef",{{options[1..]}}""");

    private static string Normal(string json) =>
        LinkRequest.TryRead($$"""{"link":"x","videoId":"standabcdef","media":{{json}}}""")!.Media!.Describe();
}
