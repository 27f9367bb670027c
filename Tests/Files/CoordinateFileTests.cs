using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tables;
using Tests.Gateway;
using Tests.Spreadsheets;

namespace Tests.Files;

public sealed class CoordinateFileTests
{
    private const string Three = "name,x,y\na,127.083,37.1139\nb,0,0\nc,,37.1\n";

    [Fact]
    public async Task The_sample_csv_and_the_sample_workbook_yield_the_same_table_with_a_reason_for_every_bad_row()
    {
        await using var app = await FilesApp.StartAsync();

        var fromCsv = await app.ResultAsync(
            await app.RunAsync("/files?name=a.csv", FilesApp.Sample("overspeed-1101.csv")));
        var workbook = await app.RunAsync("/files?name=a.xlsx", FilesApp.Sample("overspeed-1101.xlsx"));
        var fromWorkbook = await app.ResultAsync(workbook);

        Assert.Equal(fromCsv, fromWorkbook);
        Assert.Equal(1 + 1_098, fromCsv.Count);
        Assert.Equal(["회사코드", "차량번호", "차량ID", "날짜", "address", "속도", "발생시각", "reason"], fromCsv[0]);
        Assert.Equal(26, fromCsv.Skip(1).Count(row => row.Length == 7 && row[4].Length > 0));
        Assert.All(
            fromCsv.Skip(1),
            row => Assert.True(row[4].Length > 0 ^ (row.Length == 8 && row[7].EndsWith('.')),
            string.Join('|', row)));

        var file = (await app.GetAsync($"/submissions/{workbook}")).GetProperty("file");
        Assert.Equal((26, 1_072, 0), (
            file.GetProperty("done").GetInt32(),
            file.GetProperty("failed").GetInt32(),
            file.GetProperty("waiting").GetInt32()));
        Assert.Empty(app.LeftOnDisk());
    }

    [Fact]
    public async Task The_result_is_a_workbook_with_title_sheet_and_attribution_on_request()
    {
        await using var app = await FilesApp.StartAsync();
        var id = await app.RunAsync("/files", Encoding.UTF8.GetBytes(Three));

        var file = await app.Client.GetByteArrayAsync(
            $"/submissions/{id}/result?format=xlsx&title=4%EC%9B%94&sheet=%EA%B3%BC%EC%86%8D&coordinates=add");

        Assert.Equal(["과속", "notes"], TableFiles.FormatOf(file).Sheets!);
        Assert.Equal(
            [
                ["4월"],
                ["name", "x", "y", "address", "code", "reason"],
                ["a", "127.083", "37.1139", "경기도 평택시 진위면", "3107031"],
                ["b", "0", "0", "", "", "The point is outside all districts."],
                ["c", "", "37.1", "", "", "x is missing."],
            ], TableFiles.ReadTexts(file));
        Assert.Contains(
            "Statistics Korea",
            TableFiles.ReadTexts(file, new TableOptions(Sheet: "notes"))[0][0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_is_json_with_columns_and_attribution_on_request()
    {
        await using var app = await FilesApp.StartAsync();
        var id = await app.RunAsync("/files", Encoding.UTF8.GetBytes(Three));

        var result = await app.GetAsync($"/submissions/{id}/result?format=json&coordinates=add");

        Assert.Equal(
            "[\"a\",127.083,37.1139,\"경기도 평택시 진위면\",\"3107031\",null]", result.GetProperty("rows")[0].GetRawText());
        Assert.Single(result.GetProperty("attributions").EnumerateArray());
    }

    [Fact]
    public async Task A_preview_describes_the_file_and_accepts_nothing()
    {
        await using var app = await FilesApp.StartAsync();

        using var response = await app.PostAsync("/files/preview", "위도;경도;이름\r\n37.1;127.1;a\r\n\r\n37.2;127.2;b\r\n");
        var preview = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(
            ["coordinates", "csv", "utf-8", ";"],
            new[] { "kind", "format", "encoding", "separator" }.Select(name => preview.GetProperty(name).GetString()));
        Assert.Equal(
            [2, 1, 2, 1],
            new[] { "x", "y", "rows", "emptyRows" }.Select(name => preview.GetProperty(name).GetInt32()));
        Assert.False(preview.GetProperty("swapped").GetBoolean());
        Assert.Equal("[\"37.1\",\"127.1\",\"a\"]", preview.GetProperty("firstRows")[0].GetRawText());
        Assert.Empty((await app.GetAsync("/submissions")).GetProperty("items").EnumerateArray());
        Assert.Empty(app.LeftOnDisk());
    }

    [Theory]
    [InlineData("x,y\n37.1139,127.083\n37.114,127.084\n", "", true)]
    [InlineData("37.1139,127.083\n37.114,127.084\n", "?x=1&y=2", true)]
    [InlineData("a,b\n127.083,37.1139\n", "?x=a&y=b", false)]
    [InlineData("p,q,r\n1,127.083,37.1139\n", "?x=2&y=3", false)]
    [InlineData("127.083,37.1139\n", "", false)]
    public async Task Columns_are_found_named_or_numbered_and_swapped_ones_are_reported(
        string csv, string parameters, bool swapped)
    {
        await using var app = await FilesApp.StartAsync();

        using var response = await app.PostAsync("/files" + parameters, csv);
        var accepted = await response.Content.ReadFromJsonAsync<JsonElement>();
        var id = accepted.GetProperty("id").GetString()!;
        await app.UntilDoneAsync(id);

        Assert.Equal(swapped, accepted.GetProperty("swapped").GetBoolean());
        Assert.Contains((await app.ResultAsync(id)).SelectMany(row => row), cell => cell == "경기도 평택시 진위면");
    }

    [Fact]
    public async Task A_form_with_a_compressed_file_and_fields_is_accepted()
    {
        await using var app = await FilesApp.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync("p,q\n37.1139,127.083\n127.083,37.1139\n"u8.ToArray());
        using var form = new MultipartFormDataContent
        {
            { new StringContent("true"), "correctSwapped" },
            { new ByteArrayContent(packed.ToArray()), "file", "위치.csv.gz" },
            { new StringContent("1"), "y" },
            { new StringContent("2"), "x" },
        };

        using var response = await app.Client.PostAsync("/files", form);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await app.UntilDoneAsync(id);

        Assert.Equal(
            "위치.csv.gz",
            (await app.GetAsync($"/submissions/{id}")).GetProperty("file").GetProperty("name").GetString());
        Assert.Equal("x and y were swapped: looked up as latitude and longitude.", (await app.ResultAsync(id))[2][^1]);
    }

    [Fact]
    public async Task The_same_file_with_the_same_key_is_the_same_submission_and_another_is_rejected()
    {
        await using var app = await FilesApp.StartAsync();
        app.Client.DefaultRequestHeaders.Add("Idempotency-Key", "file-1");

        var first = await (await app.PostAsync("/files", Three)).Content.ReadFromJsonAsync<JsonElement>();
        var again = await (await app.PostAsync("/files", Three)).Content.ReadFromJsonAsync<JsonElement>();
        using var other = await app.PostAsync("/files", Three + "d,1,1\n");

        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Contains(
            "use a new key",
            (await other.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Detail(),
            StringComparison.Ordinal);
        Assert.Empty(app.LeftOnDisk());
    }

    [Fact]
    public async Task Rows_are_split_into_batches_by_number_and_by_bytes_and_return_in_order()
    {
        await using var app = await FilesApp.StartAsync(null, "Files:BatchRows=7", "Files:MaxBatchBytes=65536");
        var wide = new string('w', 30_000);
        var rows = Enumerable.Range(0, 100).Select(i => $"{i},127.083,37.1139,{(i % 10 == 0 ? wide : "")}\n");
        var csv = "n,x,y,t\n" + string.Concat(rows);

        var id = await app.RunAsync("/files", Encoding.UTF8.GetBytes(csv));

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"{i}"), (await app.ResultAsync(id)).Skip(1).Select(row => row[0]));
        Assert.InRange(
            (await app.GetAsync($"/submissions/{id}")).GetProperty("counts").GetProperty("total").GetInt32(), 15, 30);
    }
}
