using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Extraction.Links;
using Extraction.Videos;
using Microsoft.Extensions.DependencyInjection;
using Tests.Gateway;

namespace Tests.Lists;

/// <summary>Exports a submission as a table.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task Every_format_has_all_jobs_in_the_order_of_the_links()
    {
        await using var app = await GatewayApp.StartAsync();
        var links = Enumerable.Range(0, 1200).Select(i => $"stand{i:000000}").Append("8VajtrESJzA").ToArray();
        var id = await app.SubmitAsync(links);
        await app.UntilDoneAsync(id);

        var rows = await app.GetAsync($"/submissions/{id}/export");
        var csv = await app.Client.GetStringAsync($"/submissions/{id}/export?format=csv");
        var xlsx = await app.Client.GetByteArrayAsync($"/submissions/{id}/export?format=xlsx");
        using var workbook = new ZipArchive(new MemoryStream(xlsx));

        Assert.Equal(links, rows.EnumerateArray().Select(row => row.GetProperty("videoId").GetString()));
        Assert.Equal("Stand-in video stand000007", rows[7].GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Number, rows[7].GetProperty("views").ValueKind);
        Assert.Equal(
            ("succeeded", "failed"),
            (rows[7].GetProperty("state").GetString(), rows[1200].GetProperty("state").GetString()));
        Assert.NotEmpty(rows[1200].GetProperty("reason").GetString()!);
        var lines = csv.TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.Equal("link,videoId,title,author,duration,published,views,state,reason,artifacts", lines[0]);
        Assert.Equal(1202, lines.Length);
        Assert.StartsWith(
            "https://www.youtube.com/watch?v=stand000007,stand000007,Stand-in video stand000007,",
            lines[8],
            StringComparison.Ordinal);
        using var sheet = new StreamReader(workbook.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.Equal(1202, (await sheet.ReadToEndAsync()).Split("<row ").Length - 1);
    }

    [Fact]
    public async Task A_title_is_never_run_as_a_formula()
    {
        await using var app = await GatewayApp.StartAsync();
        var id = await app.SubmitAsync("stand000001");
        await app.UntilDoneAsync(id);
        var videos = app.Services.GetRequiredService<IVideoStore>();
        var video = await videos.GetAsync(VideoId.Parse("stand000001"), CancellationToken.None);
        await videos.UpsertAsync(
            video! with { Title = "=HYPERLINK(\"http://x\")", FetchedAt = video.FetchedAt.AddMinutes(1) },
            CancellationToken.None);

        var csv = await app.Client.GetStringAsync($"/submissions/{id}/export?format=csv");
        var rows = await app.GetAsync($"/submissions/{id}/export?format=json");

        Assert.Contains(",\"'=HYPERLINK(\"\"http://x\"\")\",", csv, StringComparison.Ordinal);
        Assert.Equal("=HYPERLINK(\"http://x\")", rows[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_missing_submission_is_not_found_and_an_unknown_format_is_refused()
    {
        await using var app = await GatewayApp.StartAsync();

        const string address = "/submissions/00000000000000000000000000000000/export";

        using var missing = await app.Client.GetAsync(address);
        using var unknown = await app.Client.GetAsync($"{address}?format=pdf");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (missing.StatusCode, unknown.StatusCode));
    }
}
