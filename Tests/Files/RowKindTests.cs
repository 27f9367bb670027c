using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Files;
using Files.Rows;
using Jobs.Running;
using Jobs.Submissions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Tests.Gateway;
using Tests.Spreadsheets;
using Tests.Support;

namespace Tests.Files;

public sealed class RowKindTests
{
    private const string Words = "n,text\n1,hello\n2,world\n";

    [Fact]
    public async Task A_registered_kind_is_previewed_accepted_processed_counted_and_laid_out()
    {
        using var folder = new TempFolder();
        await using var factory = WithWords(folder);
        using var client = factory.CreateClient();

        using var previewed = await client.PostAsync("/files/preview?word=text", new StringContent(Words));
        using var accepted = await client.PostAsync("/files?word=text", new StringContent(Words));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var file = await Eventually.ValueAsync(
            async () => (await client.GetFromJsonAsync<JsonElement>($"/submissions/{id}")).GetProperty("file"),
            view => view.GetProperty("waiting").GetInt32() == 0,
            "every row is done");
        var result = TableFiles.ReadTexts(await client.GetByteArrayAsync($"/submissions/{id}/result?format=csv"));

        var preview = await previewed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("words", 2), (preview.GetProperty("kind").GetString(), preview.GetProperty("word").GetInt32()));
        Assert.Equal(("words", 2), (file.GetProperty("kind").GetString(), file.GetProperty("done").GetInt32()));
        Assert.Equal([["n", "text", "capitals"], ["1", "hello", "HELLO"], ["2", "world", "WORLD"]], result);
    }

    [Fact]
    public async Task A_registered_kind_is_named_in_errors_and_in_the_API_description()
    {
        using var folder = new TempFolder();
        await using var factory = WithWords(folder);
        using var client = factory.CreateClient();

        using var unknown = await client.PostAsync("/files?kind=numbers", new StringContent(Words));
        using var missing = await client.PostAsync("/files?kind=words", new StringContent(Words));
        var description = await client.GetStringAsync("/openapi/v1.json");

        Assert.Contains(
            "\"words\"", (await unknown.ProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
        Assert.Equal(
            "No column with words was found: name it with word, by header or number.",
            (await missing.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Detail());
        Assert.Contains("Words need no parameters.", description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Links", "link", 0)]
    [InlineData("Coordinates", "x", 3)]
    public void Details_stored_by_an_earlier_version_are_read(string kind, string parameter, int column)
    {
        var details = $$"""
            {"type":"file","kind":"{{kind}}","format":"csv","hasHeader":true,"columns":["a"],"{{parameter}}":{{column}},
            "swapped":false,"rows":1,"emptyRows":0,"batches":1,"attributions":[]}
            """;
        var submission = new Submission
        {
            Id = SubmissionId.New(TimeProvider.System),
            AcceptedAt = DateTimeOffset.UnixEpoch,
            Details = details,
        };

        var file = FileDetails.Of(submission)!;

        Assert.Equal((kind.ToLowerInvariant(), column), (file.Kind, file.Position(parameter)));
    }

    private static WebApplicationFactory<Program> WithWords(TempFolder folder) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("Data:Path", folder.Path);
            web.UseSetting("Data:Durable", "false");
            web.UseSetting("Logging:LogLevel:Default", "Warning");
            web.ConfigureTestServices(services => services
                .AddSingleton<RowKind, WordRows>()
                .AddSingleton(WordRows.Job)
                .AddSingleton<IJobHandler, WordRowsHandler>());
        });
}
